import BenchAnalysis
import BenchFixtures
import BenchModel
import Testing

@Suite("Whether a run's arms did what they should")
struct RunOutcomeTests {
  private func outcome(
    _ status: RepetitionStatus, of arm: String, rounds: Range<Int> = 0..<100, own: Set<String> = [],
    optional: Set<String> = []
  ) -> RunOutcome {
    var fixture = RunFixture()
    fixture.adjust = { if $0.arm.label == arm, rounds.contains($0.round) { $1.status = status } }
    return RunOutcome(fixture.results, ownArms: own, optionalArms: optional)
  }

  @Test(
    "one failure of an arm of this program is a failure of the run",
    arguments: [RepetitionStatus.failed, .timeout, .wrongResult, .malformed])
  func ownFailure(status: RepetitionStatus) {
    #expect(outcome(status, of: "thread-pool", rounds: 3..<4, own: ["thread-pool"]).failedArms == ["thread-pool"])
    #expect(outcome(status, of: "thread-pool", rounds: 3..<4).isGood, "an external arm may fail in a round")
  }

  @Test("an arm without a single good row is a failure, whosever it is, unless it is optional")
  func silentArm() {
    #expect(outcome(.failed, of: "thread-pool").silentArms == ["thread-pool"])
    #expect(outcome(.unsupported, of: "thread-pool").silentArms == ["thread-pool"])
    #expect(outcome(.failed, of: "thread-pool", optional: ["thread-pool"]).isGood)
    #expect(outcome(.debug, of: "thread-pool").isGood)
  }
}
