package import BenchModel

/// The facts of env.csv in their order.
package struct EnvironmentFacts: Hashable, Sendable {
  /// Keys that the summary and the reports read; the driver writes them among others.
  package enum Key {
    package static let startedAt = "started_at"
    package static let hostId = "host_id"
    package static let cpuModel = "cpu_model"
    /// The label of the arm that ratios refer to.
    package static let baselineArm = "baseline_arm"
    /// The labels of all arms in the plan's order, separated by spaces.
    package static let arms = "arms"
    /// The label of the arm that runs one task at a time.
    package static let serialArm = "serial_arm"
    package static let seed = "seed"
    /// What one read of the clock costs, in nanoseconds.
    package static let clockReadNs = "clock_read_ns"
    /// The width that was given as the number of cores, if it was.
    package static let coresWidth = "cores_width_n"
    package static let allocators = "allocators"
    package static let stampCostNs = "stamp_cost_ns"
  }

  package private(set) var facts: [Fact] = []

  package init(_ facts: [Fact] = []) { self.facts = facts }

  /// Reads the rows of env.csv.
  package init(rows: [TableRow]) {
    facts = rows.map { Fact($0[text: "key"] ?? "", $0[text: "value"]) }
  }

  /// Adds a fact; a value that is missing or blank becomes `unavailable`.
  package mutating func add(_ key: String, _ value: String?) { facts.append(Fact(key, value)) }

  /// The fact of that key, or `nil` where it is absent or unavailable.
  package func value(_ key: String) -> String? {
    facts.first { $0.key == key }.flatMap { $0.value == Fact.unavailable ? nil : $0.value }
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
