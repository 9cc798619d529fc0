import FoundationEssentials

/// The measured rounds of a committed run, in their true order.
struct CommittedRun {
  /// One repetition's figures, by column.
  typealias Row = [String: Substring]

  /// A series of rounds: one arm in one cell.
  struct Key: Hashable {
    let cell: String
    let arm: String
  }

  let name: String
  /// The rows by round, from 0, with `nil` where the repetition did not end well.
  private(set) var rounds: [Key: [Row?]] = [:]
  /// Series in the order of their first row.
  private(set) var keys: [Key] = []

  /// Reads reps.csv of the run of schema 1 that the fixtures keep; its rows have no quoted field before the last column.
  init(_ name: String) throws {
    self.name = name
    let root = #filePath.components(separatedBy: "/Tests/BenchStatisticsTests/")[0]
    let text = try String(contentsOfFile: "\(root)/Tests/BenchFixtures/Runs/schema1-\(name)/reps.csv", encoding: .utf8)
    let lines = text.split(separator: "\n")
    let columns = lines[0].split(separator: ",").map(String.init)
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",", maxSplits: columns.count - 1, omittingEmptySubsequences: false)
      add(Dictionary(uniqueKeysWithValues: zip(columns, fields)))
    }
  }

  private mutating func add(_ row: Row) {
    guard row["phase"] == "measure", let round = row["round"].flatMap({ Int($0) }) else { return }
    let cell = ["workload", "task_duration_ns", "width_n"].map { String(row[$0] ?? "") }.joined(separator: "/")
    let key = Key(cell: cell, arm: String(row["arm"] ?? ""))
    if rounds[key] == nil { keys.append(key) }
    var rows = rounds[key] ?? []
    while rows.count < round { rows.append(nil) }
    rows[round - 1] = row["status"] == "ok" ? row : nil
    rounds[key] = rows
  }

  /// The value of a metric in each round, `nil` where there is none or where it is not positive.
  func values(_ metric: SimulatedMetric, _ key: Key) -> [Double?] {
    (rounds[key] ?? []).map { row in row.flatMap(metric.value).flatMap { $0 > 0 ? $0 : nil } }
  }
}

/// A metric that the gate judges; all are taken as costs, so that larger is worse.
enum SimulatedMetric: String, CaseIterable {
  case throughput
  case cpu
  case startup
  case teardown

  /// Start-up and tear-down belong to an arm, not to a cell.
  var isLifeCycle: Bool { self == .startup || self == .teardown }

  func value(_ row: CommittedRun.Row) -> Double? {
    func number(_ column: String) -> Double? { row[column].flatMap { Double($0) } }
    switch self {
    case .throughput: return number("throughput_per_s").map { 1 / $0 }
    case .cpu:
      guard let user = number("cpu_user_ns"), let system = number("cpu_system_ns"), let tasks = number("tasks_n"),
        row["workload"] == "cpu"
      else { return nil }
      return (user + system) / tasks
    case .startup: return number("startup_ns")
    case .teardown: return number("teardown_ns")
    }
  }
}
