/// A kind of result file: its name in a run's folder and the one list of its columns.
package struct Table: Sendable {
  /// The version in the first column of every file; it grows when a column is appended.
  package static let schemaVersion = 2

  package let fileName: String
  package let columns: [Column]
  private let positions: [String: Int]

  /// Every kind of result file.
  package static let all: [Table] = [.repetitions, .summary, .environment, .histograms, .tasks, .gate, .selfTest]

  init(fileName: String, columns: [Column]) {
    self.fileName = fileName
    self.columns = columns
    positions = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1.name, $0) })
  }

  package var header: [String] { columns.map(\.name) }

  /// Where the column stands in a row.
  ///
  /// A name that the table does not have is a programming error and traps.
  func position(of column: String) -> Int {
    guard let position = positions[column] else { preconditionFailure("\(fileName) has no column \(column).") }
    return position
  }

  /// The columns as a Markdown table; results/README.md holds these tables word for word.
  package var markdown: String {
    var lines = ["| column | unit | meaning | empty |", "|---|---|---|---|"]
    for column in columns {
      lines.append(
        "| `\(column.name)` | \(column.unit ?? column.kind.label) | \(column.meaning) | \(column.emptyWhen ?? "never") |"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Table: CustomStringConvertible {
  package var description: String { fileName }
}

extension Table: Hashable {
  // A table is known by its file's name; comparing all columns for every row would be waste.
  package static func == (left: Table, right: Table) -> Bool { left.fileName == right.fileName }
  package func hash(into hasher: inout Hasher) { hasher.combine(fileName) }
}

extension Column.Kind {
  /// What stands in the unit's place for a column without one.
  fileprivate var label: String {
    switch self {
    case .text: "text"
    case .integer: "whole number"
    case .decimal: "number"
    case .boolean: "0 or 1"
    case .timestamp: "ISO 8601, UTC"
    case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    }
  }
}

extension Table {
  /// `env.csv`: one row for each fact about the machine and the run.
  package static let environment = Table(
    fileName: "env.csv",
    columns: [
      Column("schema_version", .integer, "version of the file's columns"),
      Column("key", .text, "name of the fact"),
      Column("value", .text, "the fact, or the word `unavailable`"),
    ])

  /// `histograms.csv`: the distributions behind the percentiles, so that they can be pooled over rounds.
  package static let histograms = Table(
    fileName: "histograms.csv",
    columns: [
      Column("schema_version", .integer, "version of the file's columns"),
      Column("run_id", .text, "the run"),
      Column("seq", .integer, "the repetition, as in reps.csv"),
      Column(
        "measurement", .choice(HistogramKind.allCases.map(\.rawValue)), "what was measured"),
      Column("value_ns", .integer, "a value of the bucket, off by less than 1 % of the true one"),
      Column("count_n", .integer, "how many samples fell into the bucket, at least 1"),
    ])

  /// `tasks.csv`: one row for each stamped task of the last round, written with `--tasks-csv`.
  package static let tasks = Table(
    fileName: "tasks.csv",
    columns: [
      Column("schema_version", .integer, "version of the file's columns"),
      Column("run_id", .text, "the run"),
      Column("seq", .integer, "the repetition, as in reps.csv"),
      Column("round", .integer, "the round, as in reps.csv"),
      Column("arm", .text, "label of the arm"),
      Column("workload", .text, "name of the workload"),
      Column("task", .integer, "index of the task in the batch, from 0"),
      Column(
        "submit_ns", .integer, "when the strategy took on the task (CLOCK_MONOTONIC, as `t_start_ns` of reps.csv)"),
      Column("start_ns", .integer, "when the task began"),
      Column("end_ns", .integer, "when the task ended"),
    ])
}

/// The distributions that a repetition may report; the column `measurement` of histograms.csv.
package enum HistogramKind: String, CaseIterable, Sendable {
  case roundtrip
  case roundtripIdle = "roundtrip_idle"
  case latency
  case queue
  case service
  case spawn
  case reap
}
