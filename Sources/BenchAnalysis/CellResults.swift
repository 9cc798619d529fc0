package import BenchModel
package import BenchResults
package import BenchStatistics

/// The repetitions of one arm in one cell.
package struct ArmResults: Hashable, Sendable {
  package let label: String
  /// Every row of the arm, whatever became of it, by number of the repetition.
  package let rows: [TableRow]
  /// The measured rounds that ended well, in order.
  package let judged: [TableRow]
  /// Measured rounds, well ended or not.
  package let measured: [TableRow]
  /// What may be pooled over the rounds that count.
  package let pools: [Measurement: Distribution]

  init(label: String, rows: [TableRow], distributions: [Int: [Measurement: Distribution]]) {
    self.label = label
    self.rows = rows
    measured = rows.filter { $0[text: "phase"] == Phase.measure.rawValue }
    judged = measured.filter(\.endedWell).sorted { $0.round < $1.round }
    var pools: [Measurement: Distribution] = [:]
    for row in judged {
      for (measurement, distribution) in distributions[row.seq] ?? [:] {
        pools[measurement, default: Distribution()].add(distribution)
      }
    }
    self.pools = pools
  }

  /// The repetition that counted allocations, where it ended well.
  package var allocation: TableRow? {
    rows.first { $0[text: "phase"] == Phase.alloc.rawValue && $0.endedWell }
  }

  /// How the arm's repetitions ended, of every phase.
  package var statuses: Set<RepetitionStatus> {
    Set(rows.compactMap { $0[text: "status"].flatMap(RepetitionStatus.init(rawValue:)) })
  }

  package var isControl: Bool { rows.contains { $0[boolean: "is_control"] } }
}

/// The repetitions of one cell, arm by arm.
package struct CellResults: Hashable, Sendable {
  package let cell: Cell
  package let arms: [ArmResults]

  package func arm(_ label: String) -> ArmResults? { arms.first { $0.label == label } }

  /// Groups the rows of reps.csv: cells in the order of their first repetition, arms in the given order.
  static func group(
    _ rows: [TableRow], armOrder: [String], distributions: [Int: [Measurement: Distribution]]
  ) -> [CellResults] {
    let sorted = rows.sorted { $0.seq < $1.seq }
    var cells: [Cell] = []
    var byCell: [Cell: [String: [TableRow]]] = [:]
    for row in sorted {
      let cell = Cell(row: row)
      if byCell[cell] == nil { cells.append(cell) }
      byCell[cell, default: [:]][row.arm, default: []].append(row)
    }
    return cells.map { cell in
      let byArm = byCell[cell] ?? [:]
      let arms = armOrder.compactMap { label in
        byArm[label].map { ArmResults(label: label, rows: $0, distributions: distributions) }
      }
      return CellResults(cell: cell, arms: arms)
    }
  }
}

extension Cell {
  /// The cell of a row of reps.csv or summary.csv.
  init(row: TableRow) {
    self.init(
      workload: row[text: "workload"] ?? "", distribution: row[text: "distribution"],
      taskDurationNs: row[integer: "task_duration_ns"], payloadBytes: row[integer: "payload_bytes"],
      width: row[integer: "width_n"].map { .bounded($0) } ?? .unbounded)
  }

  /// Writes the cell into a row of summary.csv.
  func write(to row: inout TableRow) {
    row[text: "workload"] = workload
    row[text: "distribution"] = distribution
    row[integer: "task_duration_ns"] = taskDurationNs
    row[integer: "payload_bytes"] = payloadBytes
    row[integer: "width_n"] = width.count
  }
}
