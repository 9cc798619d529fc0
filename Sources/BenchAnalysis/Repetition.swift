package import BenchModel
package import BenchResults

/// One row of reps.csv, decoded once.
package struct Repetition: Hashable, Sendable {
  package let seq: Int
  package let round: Int
  package let phase: Phase
  package let arm: String
  package let isControl: Bool
  package let cell: Cell
  package let subject: Subject
  /// Tasks of the batch.
  package let tasksN: Int
  /// Iterations of the calibrated kernel in a task; nil if the workload has no such kernel.
  package let taskIterationsN: Int?
  package let chunkN: Int?
  package let widthEffectiveN: Int?
  package let processesSpawnedN: Int?
  package let batchNs: Double?
  package let servicePerTaskNs: Double?
  package let checksum: String?
  package let isDisturbed: Bool
  package let status: RepetitionStatus
  package let statusDetail: String?
  /// What the repetition says of each metric by itself, by the metric's name.
  package let values: [String: Double]

  /// What was measured, beside the cell.
  package struct Subject: Hashable, Sendable {
    package let strategy: String?
    package let startMethod: String?
    package let allocator: String?
    package let commit: String?
    package let resultMode: ResultMode?
  }

  /// Decodes a row of reps.csv, the fields of which the table has checked.
  package init(_ row: TableRow) {
    seq = row[integer: "seq"] ?? 0
    round = row[integer: "round"] ?? 0
    phase = row[text: "phase"].flatMap(Phase.init(rawValue:)) ?? .measure
    arm = row[text: "arm"] ?? ""
    isControl = row[boolean: "is_control"]
    cell = Cell(row: row)
    subject = Subject(row)
    tasksN = row[integer: "tasks_n"] ?? 0
    taskIterationsN = row[integer: "task_iterations_n"]
    chunkN = row[integer: "chunk_n"]
    widthEffectiveN = row[integer: "width_effective_n"]
    processesSpawnedN = row[integer: "processes_spawned_n"]
    batchNs = row[decimal: "batch_ns"]
    servicePerTaskNs = row[decimal: "service_p50_ns"]
    checksum = row[text: "checksum"]
    isDisturbed = row[boolean: "is_disturbed"]
    status = row[text: "status"].flatMap(RepetitionStatus.init(rawValue:)) ?? .malformed
    statusDetail = row[text: "status_detail"]
    values = MetricSource.values(of: row)
  }

  /// Whether the repetition is one that estimates rest on.
  package var isJudged: Bool { phase == .measure && status.isMeasured }
}

extension Sequence<Repetition> {
  /// Whether any of them is of a debug build, whose figures mean nothing.
  package var haveDebugFigures: Bool { contains { $0.status == .debug } }
}

extension Repetition.Subject {
  init(_ row: TableRow) {
    self.init(
      strategy: row[text: "strategy"], startMethod: row[text: "start_method"], allocator: row[text: "allocator"],
      commit: row[text: "commit"], resultMode: row[text: "result_mode"].flatMap(ResultMode.init(rawValue:)))
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
