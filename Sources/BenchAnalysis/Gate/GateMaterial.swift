import BenchModel
import BenchPlan
import BenchStatistics

/// The rows of a gate, paired by round: what tests are judged by.
struct GateMaterial {
  /// The rounds of the confirmation follow those of the screen.
  static func firstRound(of stage: GateRule.Stage) -> Int {
    switch stage {
    case .screen: 1
    case .confirm: 1 + GateRule.Stage.screen.lastLook
    }
  }

  private struct Key: Hashable {
    var strategy: String
    var cell: Cell
    var round: Int
  }

  private var pairs: [Key: [GateSide: Repetition]] = [:]
  private let cells: [Cell]

  /// Pairs the rows of measured rounds; `cells` are the plan's.
  init(_ repetitions: [Repetition], cells: [Cell]) {
    self.cells = cells
    for repetition in repetitions where repetition.phase == .measure {
      guard let (side, strategy) = GateSide.parse(repetition.arm) else { continue }
      pairs[Key(strategy: strategy, cell: repetition.cell, round: repetition.round), default: [:]][side] = repetition
    }
  }

  /// The cells that a test's differences come from.
  func cells(of test: GateTest) -> [Cell] { test.cell.map { [$0] } ?? cells }

  /// Whether both sides of a strategy have a row in that round and cell, however it ended.
  func isDone(_ strategy: String, _ cell: Cell, round: Int) -> Bool {
    pairs[Key(strategy: strategy, cell: cell, round: round)]?.count == GateSide.allCases.count
  }

  /// How many of these rounds, from the first one on, are done for a test.
  private func doneRounds(of test: GateTest, in rounds: ClosedRange<Int>) -> Int {
    rounds.prefix { round in cells(of: test).allSatisfy { isDone(test.strategy, $0, round: round) } }.count
  }

  /// ln(head / base) of each of these rounds that has one, signed so that positive is worse; over several cells their median.
  func differences(of test: GateTest, in rounds: ClosedRange<Int>) -> [Double] {
    rounds.compactMap { round in
      let logarithms = cells(of: test).compactMap { difference(test, $0, round: round) }
      return Sample(logarithms)?.median
    }
  }

  /// Judges a test by the rounds of a stage that are done.
  func judge(_ test: GateTest, _ stage: GateRule.Stage) -> (judgement: GateJudgement, rounds: Int) {
    let first = Self.firstRound(of: stage)
    let done = doneRounds(of: test, in: first...(first + stage.lastLook - 1))
    return test.rule.judge(stage, done: done) { differences(of: test, in: first...(first + $0 - 1)) }
  }

  private func difference(_ test: GateTest, _ cell: Cell, round: Int) -> Double? {
    let sides = pairs[Key(strategy: test.strategy, cell: cell, round: round)] ?? [:]
    guard let base = value(sides[.base], test.metric), let head = value(sides[.head], test.metric) else { return nil }
    let logarithm = (head / base).naturalLogarithm
    return test.metric.direction == .higher ? -logarithm : logarithm
  }

  private func value(_ repetition: Repetition?, _ metric: Metric) -> Double? {
    guard let repetition, repetition.isJudged, let value = repetition.values[metric.name], value > 0 else { return nil }
    return value
  }
}
