import BenchModel
import BenchPlan
import BenchStatistics

/// The rows of a gate, paired by round: what tests are judged by.
struct GateMaterial {
  /// What is looked for: that the head is worse, or, with the sides exchanged, that it is better.
  enum Change {
    case worse
    case better
  }

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
  func cells(of test: GateTest) -> [Cell] { cells.filter(test.scope.covers) }

  /// Whether both sides of a strategy have a row in that round and cell, however it ended.
  func isDone(_ strategy: String, _ cell: Cell, round: Int) -> Bool {
    pairs[Key(strategy: strategy, cell: cell, round: round)]?.count == GateSide.allCases.count
  }

  /// How many of these rounds, from the first one on, are done for a test.
  private func doneRounds(of test: GateTest, in rounds: Range<Int>) -> Int {
    rounds.prefix { round in cells(of: test).allSatisfy { isDone(test.strategy, $0, round: round) } }.count
  }

  /// ln(head / base) of each of the first rounds that has one, signed so that positive is what is looked for; over several
  /// cells their median.
  private func differences(
    of test: GateTest, _ stage: GateRule.Stage, _ change: Change, rounds: Int
  ) -> [Double] {
    Self.rounds(of: stage, rounds).compactMap { round in
      let logarithms = cells(of: test).compactMap { difference(test, $0, round: round) }
      return Sample(logarithms).map { change == .worse ? $0.median : -$0.median }
    }
  }

  /// Judges a test by the rounds of a stage that are done, one look after the other.
  func judge(
    _ test: GateTest, _ stage: GateRule.Stage, of change: Change = .worse
  ) -> (judgement: GateJudgement, rounds: Int) {
    let done = doneRounds(of: test, in: Self.rounds(of: stage, stage.lastLook))
    return test.rule.judge(stage, done: done) { differences(of: test, stage, change, rounds: $0) }
  }

  /// Judges a test by the first `done` rounds of a stage, at that one look.
  func judge(
    _ test: GateTest, _ stage: GateRule.Stage, of change: Change = .worse, done: Int
  ) -> GateJudgement {
    let differences = differences(of: test, stage, change, rounds: done)
    switch stage {
    case .screen: return test.rule.screen(differences, rounds: done)
    case .confirm: return test.rule.confirm(differences, rounds: done)
    }
  }

  /// The median of each side over the first rounds of a stage.
  func values(of test: GateTest, _ stage: GateRule.Stage, rounds: Int) -> GateOutcome.Values {
    func median(_ side: GateSide) -> Double? {
      let values = Self.rounds(of: stage, rounds).flatMap { round in
        cells(of: test).compactMap {
          value(pairs[Key(strategy: test.strategy, cell: $0, round: round)]?[side], test.metric)
        }
      }
      return Sample(values)?.median
    }
    return GateOutcome.Values(base: median(.base), head: median(.head))
  }

  private static func rounds(of stage: GateRule.Stage, _ count: Int) -> Range<Int> {
    firstRound(of: stage)..<(firstRound(of: stage) + count)
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
