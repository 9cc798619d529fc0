package import BenchModel
package import BenchResults
package import BenchStatistics

/// The repetitions of one arm in one cell.
package struct ArmResults: Hashable, Sendable {
  package let label: String
  /// Every repetition of the arm, whatever became of it, by number.
  package let repetitions: [Repetition]
  /// The measured rounds that ended well, in order.
  package let judged: [Repetition]
  /// What may be pooled over the rounds that count.
  package let pools: [HistogramKind: Distribution]

  init(label: String, repetitions: [Repetition], distributions: [Int: [HistogramKind: Distribution]]) {
    self.label = label
    self.repetitions = repetitions
    judged = repetitions.filter(\.isJudged).sorted { $0.round < $1.round }
    var pools: [HistogramKind: Distribution] = [:]
    for repetition in judged {
      for (kind, distribution) in distributions[repetition.seq] ?? [:] {
        pools[kind, default: Distribution()].add(distribution)
      }
    }
    self.pools = pools
  }

  /// Measured rounds, well ended or not.
  package var measured: [Repetition] { repetitions.filter { $0.phase == .measure } }

  /// The repetition that counted allocations, if it ended well.
  package var allocation: Repetition? { repetitions.first { $0.phase == .alloc && $0.status.isMeasured } }

  package var isControl: Bool { repetitions.contains { $0.isControl } }

  /// What the arm is; its repetitions agree in that, so the last one speaks for all.
  package var subject: Repetition.Subject? { repetitions.last?.subject }

  /// The tasks of a batch, if all judged rounds agree.
  package var tasksN: Int? {
    let counts = Set(judged.map(\.tasksN))
    return counts.count == 1 ? counts.first : nil
  }

  /// The rounds that were disturbed.
  package var disturbedRounds: Set<Int> { Set(judged.filter(\.isDisturbed).map(\.round)) }

  /// The values of a metric by round; empty if the metric is none of single rounds.
  func byRound(_ metric: String) -> [Int: Double] {
    Dictionary(judged.compactMap { row in row.values[metric].map { (row.round, $0) } }) { first, _ in first }
  }
}

/// The repetitions of one cell, arm by arm.
package struct CellResults: Hashable, Sendable {
  package let cell: Cell
  package let arms: [ArmResults]

  package func arm(_ label: String) -> ArmResults? { arms.first { $0.label == label } }

  /// Groups repetitions: cells in the order of their first repetition, arms in the given order.
  static func group(
    _ repetitions: [Repetition], armOrder: [String], distributions: [Int: [HistogramKind: Distribution]]
  ) -> [CellResults] {
    var cells: [Cell] = []
    var byCell: [Cell: [String: [Repetition]]] = [:]
    for repetition in repetitions.sorted(by: { $0.seq < $1.seq }) {
      if byCell[repetition.cell] == nil { cells.append(repetition.cell) }
      byCell[repetition.cell, default: [:]][repetition.arm, default: []].append(repetition)
    }
    return cells.map { cell in
      let byArm = byCell[cell] ?? [:]
      let arms = armOrder.compactMap { label in
        byArm[label].map { ArmResults(label: label, repetitions: $0, distributions: distributions) }
      }
      return CellResults(cell: cell, arms: arms)
    }
  }
}
