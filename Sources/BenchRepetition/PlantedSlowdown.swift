import WorkerPoolsPosix

/// A slowdown that a self-test plants: the batch does more tasks than it says.
///
/// Time, processor time and allocations of a batch grow by the share as if each task cost more, whatever the strategy and the
/// workload are. Start-up and tear-down stay as they are.
package struct PlantedSlowdown: Hashable, Sendable {
  /// The variable that asks for it, in percent of a task.
  package static let variable = "BENCH_PLANTED_SLOWDOWN_PCT"
  static let none = PlantedSlowdown(percent: 0)

  /// From 0 to 1,000.
  private let percent: Int

  /// A slowdown of so many percent, taken into the range.
  package init(percent: Int) { self.percent = min(max(percent, 0), 1_000) }

  /// The slowdown that this process was started with.
  static var ofProcess: PlantedSlowdown {
    PlantedSlowdown(percent: ProcessImage.environmentValue(variable).flatMap { Int($0) } ?? 0)
  }

  /// How many tasks a batch does beside its own, rounded.
  func extraTasks(ofBatch tasks: Int) -> Int { (tasks * percent + 50) / 100 }

  /// The variables that plant it in an arm.
  package var environment: [String: String] { [Self.variable: String(percent)] }
}
