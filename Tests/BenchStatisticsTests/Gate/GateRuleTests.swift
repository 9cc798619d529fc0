import BenchStatistics
import Testing

@Suite("The gate's rule")
struct GateRuleTests {
  /// Differences around the logarithm of a factor, symmetric and evenly spread.
  private func differences(_ factor: Double, count: Int, spread: Double) -> [Double] {
    (0..<count).map { factor.naturalLogarithm + spread * (2 * Double($0) / Double(count - 1) - 1) }
  }

  @Test("no change passes the screen at the first look and prints the change that it excludes")
  func pass() throws {
    let judgement = GateRule.work.screen(differences(1, count: 8, spread: 0.05))
    #expect(judgement.decision == .pass)
    let evidence = try #require(judgement.evidence)
    #expect(evidence.change.magnitude < 1e-12)
    let excluded = try #require(evidence.excludedChange)
    #expect(0 < excluded && excluded < 0.06)
    #expect(evidence.upper?.level == 1 - 2.0 / 256)
  }

  @Test("a change of the threshold or more above all noise is suspect", arguments: [1.1001, 1.2, 3])
  func suspect(factor: Double) {
    #expect(GateRule.work.screen(differences(factor, count: 8, spread: 0.05)).decision == .suspect)
  }

  @Test("below the threshold a test passes only if the upper limit excludes what must be found")
  func upperLimit() {
    #expect(GateRule.work.screen(differences(1.09, count: 8, spread: 0.05)).decision == .pass)
    #expect(GateRule.work.screen(differences(1.09, count: 8, spread: 0.2)).decision == .goOn)
  }

  @Test("an estimate above the threshold within its noise goes on")
  func lowerLimit() {
    #expect(GateRule.work.screen(differences(1.2, count: 8, spread: 0.8)).decision == .goOn)
  }

  @Test("what is open after the last look is inconclusive")
  func inconclusive() {
    #expect(GateRule.work.screen(differences(1.2, count: 42, spread: 4)).decision == .goOn)
    #expect(GateRule.work.screen(differences(1.2, count: 60, spread: 4)).decision == .inconclusive)
    #expect(GateRule.work.confirm(differences(1.2, count: 30, spread: 4)).decision == .goOn)
    #expect(GateRule.work.confirm(differences(1.2, count: 60, spread: 4)).decision == .inconclusive)
  }

  @Test("rounds without a difference count as run, and fewer than eight differences decide nothing")
  func missing() {
    let seven = differences(2, count: 7, spread: 0.01)
    #expect(GateRule.work.screen(seven, rounds: 8).decision == .goOn)
    #expect(GateRule.work.screen(seven, rounds: 60).decision == .inconclusive)
    #expect(GateRule.work.screen(differences(2, count: 8, spread: 0.01), rounds: 60).decision == .suspect)
    #expect(GateRule.work.screen([], rounds: 60) == GateJudgement(decision: .inconclusive, evidence: nil))
    #expect(GateRule.work.screen([.nan]).decision == .goOn)
  }

  // The lower limit of 30 evenly spread differences lies at about 0.21 of their spread below the estimate: at 12 % worse
  // and a spread of 0.4 it is above 0 and below 5 %.
  @Test("a confirmation asks for a lower limit above half the threshold, where a screen asks for one above none")
  func confirmationIsStricter() throws {
    let rounds = differences(1.12, count: 30, spread: 0.4)
    let lower = try #require(GateEvidence(rounds)?.lower?.value)
    #expect(0 < lower && lower < 1.05.naturalLogarithm)
    #expect(GateRule.work.screen(rounds).decision == .suspect)
    #expect(GateRule.work.confirm(rounds).decision == .goOn)
    #expect(GateRule.work.confirm(differences(1.12, count: 30, spread: 0.1)).decision == .regression)
    #expect(GateRule.work.confirm(differences(1.02, count: 30, spread: 0.1)).decision == .pass)
  }

  @Test("start-up and tear-down have wider thresholds")
  func lifeCycle() {
    let rounds = differences(1.12, count: 12, spread: 0.05)
    #expect(GateRule.work.screen(rounds).decision == .suspect)
    #expect(GateRule.lifeCycle.screen(rounds).decision == .pass)
    #expect(GateRule.lifeCycle.screen(differences(1.16, count: 12, spread: 0.05)).decision == .suspect)
  }

  @Test("an improvement follows from the same rule with the differences negated")
  func improvement() {
    let rounds = differences(1 / 1.3, count: 30, spread: 0.1)
    #expect(GateRule.work.confirm(rounds).decision == .pass)
    #expect(GateRule.work.confirm(rounds.map { -$0 }).decision == .regression)
  }

  @Test("looks after so many rounds, one look after another, and at nothing that is not done")
  func looks() {
    func looked(_ stage: GateRule.Stage, done: Int) -> [Int] {
      var looks: [Int] = []
      _ = GateRule.work.judge(stage, done: done) { rounds in
        looks.append(rounds)
        return []
      }
      return looks
    }
    #expect(looked(.screen, done: 60) == [8, 12, 20, 30, 42, 60])
    #expect(looked(.screen, done: 29) == [8, 12, 20])
    #expect(looked(.confirm, done: 60) == [30, 60])
    #expect(looked(.confirm, done: 29) == [])
  }

  @Test("the first decision stands, with the rounds of its look")
  func firstDecision() {
    let rounds = differences(1.3, count: 60, spread: 0.02)
    let (judgement, seen) = GateRule.work.judge(.screen, done: 60) { Array(rounds.prefix($0)) }
    #expect(judgement.decision == .suspect && seen == 8)
  }
}

@Suite("The choice of suspects")
struct SuspectSelectionTests {
  @Test("the worst six are confirmed and the others are listed, worst first")
  func worstSix() {
    let suspects = [3.0, 9, 1, 7, 5, 8, 2, 6].enumerated().map { (test: $0, severity: $1) }
    let selection = SuspectSelection(suspects)
    #expect(selection.confirmed == [1, 5, 3, 7, 4, 0])
    #expect(selection.listed == [6, 2])
  }

  @Test("equals keep their order, and fewer than six are all confirmed")
  func equals() {
    let selection = SuspectSelection(["a", "b", "c"].map { (test: $0, severity: 1) })
    #expect(selection.confirmed == ["a", "b", "c"])
    #expect(selection.listed.isEmpty)
  }

  @Test("severity is measured in thresholds, so that 15 % of start-up rank below 15 % of throughput")
  func severity() throws {
    let evidence = try #require(GateEvidence(Array(repeating: 1.15.naturalLogarithm, count: 8)))
    #expect((GateRule.lifeCycle.severity(evidence) - 1).magnitude < 1e-12)
    #expect(GateRule.work.severity(evidence) > 1.4)
  }
}

@Suite("The gate's rule for allocations")
struct AllocationRuleTests {
  @Test("head's least must exceed base's most by 10 % and by 0.1 a task")
  func regression() {
    #expect(AllocationRule.outcome(base: [1, 1.2, 1.1], head: [1.5, 1.4, 1.6]) == .regression)
    #expect(AllocationRule.outcome(base: [1, 1.3, 1.1], head: [1.5, 1.4, 1.6]) == .pass)
    #expect(AllocationRule.outcome(base: [100, 100, 100], head: [109, 109, 109]) == .pass)
    #expect(AllocationRule.outcome(base: [0.1, 0.1, 0.1], head: [0.15, 0.15, 0.15]) == .pass)
    #expect(AllocationRule.outcome(base: [0, 0, 0], head: [1, 1, 1]) == .regression)
  }

  @Test(
    "two of three counts each, of counts that only chance tells apart, flag less than 1 % of the tests",
    .timeLimit(.minutes(5)))
  func falseAlarms() {
    var generator = SplitMix64(seed: 5)
    func counts() -> [Double] { (0..<AllocationRule.repetitions).map { _ in 2 + 8 * generator.uniform() } }
    func isWorse() -> Bool { AllocationRule.outcome(base: counts(), head: counts()) == .regression }
    let gates = 20_000
    var once = 0
    let flagged = (0..<gates).count { _ in
      guard isWorse() else { return false }
      once += 1
      return isWorse()
    }
    #expect(once > gates / 40, "counts that spread so are separated now and then")
    #expect(flagged < gates / 100)
  }

  @Test("fewer allocations are an improvement by the same rule")
  func improvement() {
    #expect(AllocationRule.outcome(base: [2, 2, 2], head: [1, 1, 1]) == .improvement)
    #expect(AllocationRule.outcome(base: [2, 2, 2], head: [2, 2, 2]) == .pass)
  }

  @Test("with fewer than three counts on a side nothing is decided")
  func missing() {
    #expect(AllocationRule.outcome(base: [1, 1], head: [9, 9, 9]) == .inconclusive)
    #expect(AllocationRule.outcome(base: [1, 1, 1], head: []) == .inconclusive)
  }
}
