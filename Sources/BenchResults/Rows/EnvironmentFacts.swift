/// The facts of env.csv in their order.
package struct EnvironmentFacts: Hashable, Sendable {
  /// A key and what is known of it.
  package struct Fact: Hashable, Sendable {
    package let key: String
    package let value: String
  }

  /// Keys that the summary and the reports read; the driver writes them among others.
  package enum Key {
    package static let startedAt = "started_at"
    package static let hostId = "host_id"
    package static let cpuModel = "cpu_model"
    /// The label of the arm that ratios refer to.
    package static let baselineArm = "baseline_arm"
    /// The labels of all arms in the plan's order, separated by spaces.
    package static let arms = "arms"
  }

  /// What is written for a fact that could not be found.
  package static let unavailable = "unavailable"

  package private(set) var facts: [Fact] = []

  package init() {}

  /// Reads the rows of env.csv.
  package init(rows: [TableRow]) {
    for row in rows { add(row[text: "key"] ?? "", row[text: "value"]) }
  }

  /// Adds a fact; `nil` and the empty text become `unavailable`.
  package mutating func add(_ key: String, _ value: String?) {
    facts.append(Fact(key: key, value: value.flatMap { $0.isEmpty ? nil : $0 } ?? Self.unavailable))
  }

  /// The fact of that key, or `nil` where it is absent or unavailable.
  package func value(_ key: String) -> String? {
    facts.first { $0.key == key }.flatMap { $0.value == Self.unavailable ? nil : $0.value }
  }

  /// The rows of env.csv.
  package var rows: [TableRow] {
    facts.map { fact in
      var row = TableRow(.environment)
      row[text: "key"] = fact.key
      row[text: "value"] = fact.value
      return row
    }
  }
}
