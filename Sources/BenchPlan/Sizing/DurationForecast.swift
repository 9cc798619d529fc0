import BenchModel

/// How long repetitions will take: an estimate from the plan alone, refined by what the repetitions so far took.
package struct DurationForecast: Sendable {
  /// Start-up, warm-up tasks, checks, tear-down and the driver's own work around a repetition, the canary included.
  static let overheadNs = 80_000_000
  /// The probes that find the number of tasks, for each arm of the warm-up round.
  static let sizingNs = 300_000_000

  private struct Key: Hashable {
    var cell: Int
    var arm: Int
    var phase: Phase
  }

  private let plan: Plan
  private var observed: [Key: (totalNs: Int, count: Int)] = [:]

  package init(plan: Plan) {
    self.plan = plan
  }

  /// Takes in that a repetition took `elapsedNs` on the wall clock, sizing and canary included.
  package mutating func observe(_ repetition: PlannedRepetition, elapsedNs: Int) {
    let key = Key(cell: repetition.cell, arm: repetition.arm, phase: repetition.phase)
    let before = observed[key, default: (0, 0)]
    observed[key] = (before.totalNs + elapsedNs, before.count + 1)
  }

  /// The sum over these repetitions.
  package func expectedNs(of repetitions: some Sequence<PlannedRepetition>) -> Int {
    repetitions.reduce(0) { $0 + expectedNs(of: $1) }
  }

  /// The mean of what this arm took in this cell and phase so far, else the estimate from the plan.
  package func expectedNs(of repetition: PlannedRepetition) -> Int {
    let key = Key(cell: repetition.cell, arm: repetition.arm, phase: repetition.phase)
    if let known = observed[key] { return known.totalNs / known.count }
    let estimate = plannedNs(of: repetition)
    // A warm-up row is not the repetition alone: sizing went before it.
    let sizing = repetition.phase == .warmup && plan.settings.tasksOverrideN == nil ? Self.sizingNs : 0
    return estimate + sizing
  }

  /// What the plan alone lets expect, without the sizing that goes before a warm-up row.
  package func plannedNs(of repetition: PlannedRepetition) -> Int {
    let cell = plan.cells[repetition.cell].cell
    let arm = plan.arms[repetition.arm].arm
    let batchNs = expectedBatchNs(cell: cell, arm: arm)
    switch repetition.phase {
    case .warmup: return Self.overheadNs + batchNs
    case .alloc: return Self.overheadNs + batchNs / PartialBatch.divisor
    case .measure: break
    }
    let tripsNs = plan.settings.hasRoundTrips ? RoundTrips(taskDurationNs: cell.taskDurationNs).expectedNs : 0
    return Self.overheadNs + batchNs + tripsNs
  }

  /// The batch's target, or the time that the nominal duration gives for the tasks that it has at least.
  private func expectedBatchNs(cell: Cell, arm: Arm) -> Int {
    let durationNs = Double(cell.taskDurationNs ?? 0)
    let atOnce = arm.isSerial ? 1 : Double(cell.width.count ?? plan.widthLimitN)
    if let tasks = plan.settings.tasksOverrideN {
      let waves = (Double(tasks) / atOnce).rounded(.up)
      return Int(min(waves * durationNs, 1e17))
    }
    let fewest = Double(cell.width.count ?? 1)
    let shortest = (fewest / atOnce).rounded(.up) * durationNs
    let limitNs = plan.settings.batchLimitNs ?? TaskCountSearch.usualLimitNs
    let wanted = (Double(TaskCountSearch.fewestTasks) / atOnce).rounded(.up) * durationNs
    return max(Int(min(max(shortest, min(wanted, Double(limitNs))), 1e17)), plan.settings.batchTargetNs)
  }
}
