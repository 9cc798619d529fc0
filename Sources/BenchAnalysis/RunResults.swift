package import BenchModel
package import BenchResults
package import BenchStatistics

/// A run as its files tell it: every repetition, the summary, and how far the machine can be trusted.
package struct RunResults: Sendable {
  package let facts: EnvironmentFacts
  package let repetitions: [TableRow]
  package let baseline: String
  package let cells: [CellResults]
  package let stability: MachineStability
  package let summary: [SummaryRow]

  /// Derives the summary from the rows of reps.csv and histograms.csv.
  package init(repetitions: [TableRow], histograms: [TableRow], facts: EnvironmentFacts) {
    self.init(repetitions: repetitions, histograms: histograms, facts: facts, storedSummary: nil)
  }

  /// Takes the summary as it is stored, for a run whose histograms were not kept.
  package init(repetitions: [TableRow], summary: [TableRow], facts: EnvironmentFacts) {
    self.init(repetitions: repetitions, histograms: [], facts: facts, storedSummary: summary)
  }

  private init(repetitions: [TableRow], histograms: [TableRow], facts: EnvironmentFacts, storedSummary: [TableRow]?) {
    self.facts = facts
    self.repetitions = repetitions
    let order = ArmOrder(repetitions: repetitions, facts: facts)
    baseline = order.baseline
    cells = CellResults.group(repetitions, armOrder: order.labels, distributions: Self.distributions(histograms))
    stability = MachineStability(cells: cells, baseline: baseline)
    if let storedSummary {
      summary = storedSummary.map(SummaryRow.init)
    } else {
      let derivation = SummaryDerivation(
        runId: repetitions.first?[text: "run_id"] ?? "", facts: facts, baseline: baseline,
        isMachineStable: stability.isStable)
      summary = cells.flatMap(derivation.rows)
    }
  }

  private static func distributions(_ rows: [TableRow]) -> [Int: [Measurement: Distribution]] {
    var result: [Int: [Measurement: Distribution]] = [:]
    for row in rows {
      guard let measurement = row[text: "measurement"].flatMap(Measurement.init(rawValue:)),
        let value = row[integer: "value_ns"], let count = row[integer: "count_n"]
      else { continue }
      result[row.seq, default: [:]][measurement, default: Distribution()].add(value, count: count)
    }
    return result
  }

  /// The summary's row for an arm and a metric of a cell, or `nil` where the metric was not measured.
  package func summary(_ metric: String, of arm: String, in cell: Cell) -> SummaryRow? {
    summary.first { $0.cell == cell && $0.arm == arm && $0.metric.name == metric }
  }

  /// The highest percentile of the round trips that the data carry: from the histograms, else from the stored summary.
  package func roundtripTail(of arm: String, in cell: Cell) -> (percentile: Percentile, ns: Double, samples: Int)? {
    if let pool = cells.first(where: { $0.cell == cell })?.arm(arm)?.pools[.roundtrip] {
      guard let percentile = Percentile.highest(carriedBy: pool.count), let value = pool.value(at: percentile) else {
        return nil
      }
      return (percentile, Double(value), pool.count)
    }
    return summary("roundtrip_p99", of: arm, in: cell).map { (.p99, $0.median, $0.pooled ?? 0) }
  }
}

/// The baseline and the order of the arms, from the facts where they say so.
///
/// Else the baseline is the arm whose copy the control is, or the first arm of the plan, and arms follow in the order of
/// their first repetition. The baseline comes first in any case.
struct ArmOrder {
  let baseline: String
  let labels: [String]

  init(repetitions: [TableRow], facts: EnvironmentFacts) {
    var found: [String] = []
    var control: String?
    for row in repetitions.sorted(by: { $0.seq < $1.seq }) {
      if !found.contains(row.arm) { found.append(row.arm) }
      if row[boolean: "is_control"], control == nil { control = row.arm }
    }
    let planned = (facts.value(EnvironmentFacts.Key.arms) ?? "").split(separator: " ").map(String.init)
    let ordered = planned.filter(found.contains) + found.filter { !planned.contains($0) }
    let original = control.flatMap { $0.hasSuffix("-control") ? String($0.dropLast("-control".count)) : nil }
    let first = facts.value(EnvironmentFacts.Key.baselineArm) ?? original ?? ordered.first ?? ""
    baseline = first
    labels = ordered.filter { $0 == first } + ordered.filter { $0 != first }
  }
}
