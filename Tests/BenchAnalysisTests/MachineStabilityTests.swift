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
    #expect(results.summary.first?.disturbed == rounds)
  }

  @Test("a control that differs from its original makes the run unstable", arguments: [(1.015, true), (1.03, false)])
  func biased(speed: Double, isStable: Bool) {
    var fixture = RunFixture()
    fixture.speed["serial-control"] = speed
    #expect(fixture.results.stability.isStable == isStable)
  }

  @Test("a control that drifts during the run makes it unstable")
  func drift() {
    var fixture = RunFixture()
    fixture.adjust = { repetition, record in
      guard repetition.arm.isControl else { return }
      record.batchNs = record.batchNs.map { Int(Double($0) * (repetition.round > 7 ? 1.04 : 0.96)) }
    }
    let stability = fixture.results.stability
    #expect(stability.controls.first?.drifts == true)
    #expect(!stability.isStable)
  }

  @Test("an arm whose ratio drifts has unstable rows of its own")
  func armDrift() throws {
    var fixture = RunFixture()
    fixture.adjust = { repetition, record in
      guard repetition.arm.label == "thread-pool", repetition.round > 7 else { return }
      record.batchNs = record.batchNs.map { $0 * 2 }
    }
    let results = fixture.results
    let cell = results.cells[0].cell
    #expect(results.stability.isStable)
    #expect(try #require(results.summary("throughput", of: "thread-pool", in: cell)).isStable == false)
    #expect(try #require(results.summary("throughput", of: "serial", in: cell)).isStable)
  }
}
