import BenchStatistics

/// One test of a gate with the differences of a program against itself, in true order.
struct PairedRounds {
  let metric: SimulatedMetric
  let name: String
  /// D = ln(cost / cost) of two neighbouring repetitions of the same program; `nil` where one of them is missing.
  let differences: [Double?]
  /// How far apart two differences must be to share no repetition.
  let stride: Int

  var rule: GateRule { metric.isLifeCycle ? .lifeCycle : .work }

  /// The control against the baseline in the same round, for each judged metric.
  static func controls(of run: CommittedRun, baseline: String) -> [PairedRounds] {
    let cells = run.keys.filter { $0.arm == baseline }.map(\.cell)
    func pairs(_ metric: SimulatedMetric, _ cell: String) -> [Double?] {
      let base = run.values(metric, .init(cell: cell, arm: baseline))
      return zip(run.values(metric, .init(cell: cell, arm: baseline + "-control")), base).map(difference)
    }
    return materials(arm: baseline, cells: cells, run: run, stride: 1, pairs: pairs)
  }

  /// Each arm against itself one round later, for each judged metric.
  static func neighbours(in run: CommittedRun, leavingOut: Set<String> = []) -> [PairedRounds] {
    var arms: [String] = []
    for key in run.keys where !arms.contains(key.arm) && !leavingOut.contains(key.arm) { arms.append(key.arm) }
    return arms.flatMap { arm in
      func pairs(_ metric: SimulatedMetric, _ cell: String) -> [Double?] {
        let values = run.values(metric, .init(cell: cell, arm: arm))
        return zip(values.dropFirst(), values).map(difference)
      }
      let cells = run.keys.filter { $0.arm == arm }.map(\.cell)
      return materials(arm: arm, cells: cells, run: run, stride: 2, pairs: pairs)
    }
  }

  private static func difference(_ head: Double?, _ base: Double?) -> Double? {
    guard let head, let base else { return nil }
    return (head / base).naturalLogarithm
  }

  private static func materials(
    arm: String, cells: [String], run: CommittedRun, stride: Int, pairs: (SimulatedMetric, String) -> [Double?]
  ) -> [PairedRounds] {
    SimulatedMetric.allCases.flatMap { metric -> [PairedRounds] in
      let byCell = cells.map { pairs(metric, $0) }
      guard metric.isLifeCycle else {
        return zip(cells, byCell).map {
          PairedRounds(metric: metric, name: "\(arm) \($0)", differences: $1, stride: stride)
        }
      }
      let values = cells.flatMap { run.values(metric, .init(cell: $0, arm: arm)).compactMap { $0 } }
      // Ten percent of it must be at least 20 us.
      guard let median = Sample(values)?.median, median >= 200_000 else { return [] }
      let medians = (byCell.first ?? []).indices.map { round in Sample(byCell.compactMap { $0[round] })?.median }
      return [PairedRounds(metric: metric, name: arm, differences: medians, stride: stride)]
    }
    .filter { $0.differences.compactMap { $0 }.count >= 8 }
  }
}
