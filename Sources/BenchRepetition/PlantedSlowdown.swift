import WorkerPoolsPosix

/// A slowdown that a self-test plants: the batch does more tasks than it says.
///
/// Time and processor time of a batch grow by the share as if each task cost more, whatever the strategy and the workload are.
/// Start-up, tear-down and the repetition that counts allocations stay as they are.
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

  /// How many tasks a batch does beside its own, rounded; at least one if a slowdown is planted.
  func extraTasks(ofBatch tasks: Int) -> Int { percent > 0 ? max(1, (tasks * percent + 50) / 100) : 0 }

  /// The variables that plant it in an arm.
  package var environment: [String: String] { [Self.variable: String(percent)] }
}
