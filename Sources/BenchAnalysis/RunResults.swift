package import BenchModel
package import BenchResults
import BenchStatistics

/// A run as its files tell it: every repetition, the summary, and how far the machine can be trusted.
package struct RunResults: Sendable {
  package let facts: EnvironmentFacts
  package let identity: RunIdentity
  package let baseline: String
  package let cells: [CellResults]
  package let stability: MachineStability
  package let summary: [SummaryRow]

  /// Derives the summary from the rows of reps.csv and histograms.csv.
  ///
  /// Arms are compared with `baseline`, or with the run's own.
  package init(
    repetitions: [TableRow], histograms: [TableRow], facts: EnvironmentFacts, baseline: String? = nil
  ) {
    self.init(repetitions, histograms: histograms, facts: facts, baseline: baseline, storedSummary: nil)
  }

  /// Takes the summary as it is stored, for a run whose histograms were not kept.
  package init(repetitions: [TableRow], summary: [TableRow], facts: EnvironmentFacts) {
    self.init(repetitions, histograms: [], facts: facts, baseline: nil, storedSummary: summary)
  }

  private init(
    _ rows: [TableRow], histograms: [TableRow], facts: EnvironmentFacts, baseline: String?, storedSummary: [TableRow]?
  ) {
    let repetitions = rows.map(Repetition.init)
    let order = ArmOrder(repetitions, facts: facts, baseline: baseline)
    self.facts = facts
    self.baseline = order.baseline
    identity = RunIdentity(runId: rows.first?[text: "run_id"] ?? "", facts: facts)
    cells = CellResults.group(repetitions, armOrder: order.labels, distributions: Self.distributions(histograms))
    let seed = facts.value(EnvironmentFacts.Key.seed).flatMap { UInt64($0) } ?? 0
    stability = MachineStability(cells: cells, baseline: order.baseline, seed: seed)
    if let storedSummary {
      summary = storedSummary.map(SummaryRow.init)
    } else {
      let derivation = SummaryDerivation(
        run: identity, baseline: order.baseline, serialArm: facts.value(EnvironmentFacts.Key.serialArm),
        isMachineStable: stability.isStable)
      summary = cells.flatMap(derivation.rows)
    }
  }

  private static func distributions(_ rows: [TableRow]) -> [Int: [HistogramKind: Distribution]] {
    var result: [Int: [HistogramKind: Distribution]] = [:]
    for row in rows {
      guard let kind = row[text: "measurement"].flatMap(HistogramKind.init(rawValue:)), let seq = row[integer: "seq"],
        let value = row[integer: "value_ns"], let count = row[integer: "count_n"]
      else { continue }
      result[seq, default: [:]][kind, default: Distribution()].add(value, count: count)
    }
    return result
  }

  /// Whether any figure is of a debug build, and so means nothing.
  package var hasDebugFigures: Bool { cells.flatMap(\.arms).flatMap(\.repetitions).haveDebugFigures }

  /// The summary's row for an arm and a metric of a cell, or nil if the metric was not measured.
  package func summary(_ metric: String, of arm: String, in cell: Cell) -> SummaryRow? {
    summary.first { $0.cell == cell && $0.arm.label == arm && $0.metric.name == metric }
  }
}
