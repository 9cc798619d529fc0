package import BenchModel
package import BenchPlan
import BenchStatistics
import BenchWorkloads

/// A gate's policy: from all rows so far to what is to be run next, or to the end.
///
/// It keeps nothing: the same rows give the same step, so that an interrupted gate goes on where it was. First the screen: each
/// pair runs while one of its tests is open. Then the worst suspects are confirmed by fresh rounds, which follow the screen's
/// in number. Allocations are counted at the end (``GateRule`` and ``AllocationRule`` say how each test is judged).
package struct Gate: Sendable {
  /// What is to be done next.
  package enum Step: Sendable {
    /// Run these pairs in this round.
    case run(round: Int, phase: Phase, pairs: Set<GatePair>)
    case done([GateOutcome])
  }

  /// 10 % of a start-up shorter than this are less than 20 us, which nobody needs to hear of.
  private static let shortestLifeCycleNs = 200_000.0

  /// The metrics whose thresholds a suite may set; allocations have a rule of their own.
  package static let thresholdMetrics = ["throughput", "cpu_per_task", "startup", "teardown"]

  private let plan: Plan
  private let thresholds: [GateThreshold]

  /// A gate over a plan; of the suite's thresholds the last one that selects a test counts.
  package init(_ plan: Plan, thresholds: [GateThreshold]) {
    self.plan = plan
    self.thresholds = thresholds
  }

  /// What follows from the rows so far.
  package func step(_ repetitions: [Repetition]) -> Step {
    // A side that crashes, hangs or gives wrong values is no matter of rounds.
    if repetitions.contains(where: Self.endsAll) { return .done(outcomes(repetitions)) }
    guard let (warm, progress) = measured(repetitions) else {
      return .run(round: 0, phase: .warmup, pairs: Set(plan.gatePairs))
    }
    if let next = progress.nextRound { return .run(round: next.round, phase: .measure, pairs: pairs(next.tests)) }
    let allocations = GateAllocations(plan, repetitions)
    if let next = allocations.nextRound { return .run(round: next.round, phase: .alloc, pairs: next.pairs) }
    return .done(progress.outcomes + allocations.outcomes + missing(warm))
  }

  /// What came of each test as far as the rows tell; none before the warm-up round is done.
  package func outcomes(_ repetitions: [Repetition]) -> [GateOutcome] {
    guard let (warm, progress) = measured(repetitions) else { return [] }
    return progress.outcomes + GateAllocations(plan, repetitions).outcomes + missing(warm)
  }

  /// Whether a gate is over with such a repetition.
  package static func endsAll(_ repetition: Repetition) -> Bool {
    GateVerdict.badEndings.contains(repetition.status)
  }

  /// The rows of the warm-up round and where the tests stand; nil before that round is done.
  private func measured(_ repetitions: [Repetition]) -> (warm: [Repetition], progress: GateProgress)? {
    let warm = repetitions.filter { $0.phase == .warmup }
    guard warm.count >= plan.cells.count * plan.arms.count else { return nil }
    let material = GateMaterial(repetitions, cells: plan.cells.map(\.cell))
    return (warm, GateProgress(material: material, tests: tests(warm)))
  }

  private func missing(_ warm: [Repetition]) -> [GateOutcome] {
    works.filter { !isSupported($0, warm) }.map(GateOutcome.init(missing:))
  }

  private func pairs(_ tests: [GateTest]) -> Set<GatePair> {
    Set(
      tests.flatMap { test in
        plan.cells.indices.filter { test.scope.covers(plan.cells[$0].cell) }
          .map { GatePair(cell: $0, strategy: test.strategy) }
      })
  }

  /// Throughput of each cell, CPU time of cells that compute, start-up and tear-down of strategies that have any, by width.
  private func tests(_ warm: [Repetition]) -> [GateTest] {
    let lives = strategies.flatMap { strategy in
      widths.flatMap { width in
        ["startup", "teardown"].map { test(strategy, .width(width), $0, .lifeCycle) }
      }.filter { (Self.warmUpMedian(of: $0, warm) ?? 0) >= Self.shortestLifeCycleNs }
    }
    return works.filter { isSupported($0, warm) } + lives
  }

  private var widths: [Width] { plan.cells.map(\.cell.width).uniqued() }

  private var strategies: [String] { plan.gatePairs.map(\.strategy).uniqued() }

  /// What single cells are judged by, whether or not both sides can run them.
  private var works: [GateTest] {
    strategies.flatMap { strategy in
      plan.cells.flatMap { cell in
        (["throughput"] + (cell.needs.contains(.calibratedIterations) ? ["cpu_per_task"] : []))
          .map { test(strategy, .cell(cell.cell), $0, .work) }
      }
    }
  }

  /// Whether both sides can run the strategy in the test's cell: an older base may know less.
  private func isSupported(_ test: GateTest, _ warm: [Repetition]) -> Bool {
    !warm.contains { row in
      row.status == .unsupported && test.scope.covers(row.cell) && GateSide.parse(row.arm)?.strategy == test.strategy
    }
  }

  /// The base's median in the warm-up round, so that which tests there are does not change while a gate goes on.
  private static func warmUpMedian(of test: GateTest, _ warm: [Repetition]) -> Double? {
    let label = GateSide.base.label(test.strategy)
    let rows = warm.filter { $0.arm == label && $0.status.isMeasured && test.scope.covers($0.cell) }
    return Sample(rows.compactMap { $0.values[test.metric.name] })?.median
  }

  private func test(_ strategy: String, _ scope: GateScope, _ name: String, _ standard: GateRule) -> GateTest {
    guard let metric = Metric.named(name) else { preconditionFailure("There is no metric \(name).") }
    let own = thresholds.last { $0.selects(metric: name, strategy: strategy, scope: scope) }
    let rule = own.map { GateRule(threshold: $0.threshold, mustFind: $0.mustFind) } ?? standard
    return GateTest(strategy: strategy, scope: scope, metric: metric, rule: rule)
  }
}
