import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchResults
import Testing

@Suite("How far the machine can be trusted")
struct MachineStabilityTests {
  @Test("a quiet run is stable")
  func quiet() {
    let results = RunFixture().results
    #expect(results.stability.isStable)
    #expect(results.summary.allSatisfy { $0.isStable })
    #expect(results.stability.controls.count == 1)
  }

  @Test("more than a fifth of disturbed repetitions makes the run unstable", arguments: [(2, true), (3, false)])
  func disturbed(rounds: Int, isStable: Bool) {
    var fixture = RunFixture()
    fixture.machine = { MachineSample(canaryNs: 1, isDisturbed: (1...rounds).contains($0.round)) }
    let results = fixture.results
    #expect(results.stability.disturbed == rounds * 3)
    #expect(results.stability.isStable == isStable)
    #expect(results.summary.allSatisfy { $0.isStable == isStable })
    #expect(results.summary.first?.estimate.disturbed == rounds)
  }

  @Test("a control that differs from its original makes the run unstable", arguments: [(1.015, true), (1.03, false)])
  func biased(speed: Double, isStable: Bool) {
    var fixture = RunFixture()
    fixture.speed["serial-control"] = speed
    #expect(fixture.results.stability.isStable == isStable)
  }

  @Test("seven rounds cannot call a control biased")
  func tooFew() {
    var fixture = RunFixture()
    fixture.rounds = 7
    fixture.speed["serial-control"] = 2
    #expect(fixture.results.stability.isStable)
  }

  @Test("an arm that drifts against the others is named, and is no verdict on the machine")
  func drift() throws {
    var fixture = RunFixture()
    fixture.arms.append(RunFixture.arm("thread-per-task"))
    fixture.adjust = { repetition, record in
      guard repetition.arm.label == "thread-pool", repetition.round > 7 else { return }
      record.batchNs = record.batchNs.map { $0 * 2 }
    }
    let results = fixture.results
    let drift = try #require(results.stability.drift)
    #expect(drift.arm == "thread-pool" && drift.cell == results.cells[0].cell)
    #expect((drift.factor - 0.5).magnitude < 0.01)
    #expect(results.stability.isStable)
    #expect(RunFixture().results.stability.drift == nil)
  }
}
