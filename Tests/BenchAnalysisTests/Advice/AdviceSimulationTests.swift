import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchStatistics
import Testing
import WorkerPoolsPosix

/// The promises of ``Advice`` on sweeps of which the truth is known; `WORKERPOOLS_LONG_TESTS=1` makes them ten times as many.
@Suite("Advice on simulated sweeps")
struct AdviceSimulationTests {
  private static let scale = ProcessImage.environmentValue("WORKERPOOLS_LONG_TESTS") == "1" ? 10 : 1

  @Test("finds known crossovers within 10 %, wherever they lie between the durations")
  func crossovers() throws {
    var errors: [Double] = []
    var covered = 0
    for seed in 1...(20 * Self.scale) {
      // Between 10 us and 10 ms, a step of 37 % of a decade from sweep to sweep.
      let place = (Double(seed) * 0.37).truncatingRemainder(dividingBy: 3)
      let base = (place * 10.0.naturalLogarithm).exponential * 10_000
      var sweep = SimulatedSweep(arms: [
        .init("busy", overheadNs: base), .init("handed", dispatchNs: base),
        .init("both", overheadNs: base / 2, dispatchNs: base / 3),
      ])
      sweep.seed = UInt64(seed)
      let question = AdviceQuestion(kind: "cpu", taskDurationNs: 1_000_000, cores: 2)
      let advice = try Advice(question, from: sweep.results)
      for (arm, truth) in zip(advice.arms.dropFirst(), sweep.arms.dropFirst()) {
        guard case .from(let found, let interval) = arm.crossover else {
          Issue.record("seed \(seed): \(arm.label) pays \(String(describing: arm.crossover))")
          continue
        }
        errors.append(found / truth.crossoverNs - 1)
        if interval?.contains(truth.crossoverNs) == true { covered += 1 }
      }
    }
    let within = errors.count { $0.magnitude <= 0.1 }
    #expect(Double(within) >= 0.95 * Double(errors.count), "\(within) of \(errors.count): \(errors.sorted())")
    #expect(Double(covered) >= 0.85 * Double(errors.count), "\(covered) of \(errors.count) intervals")
  }

  @Test("names no winner among arms without a difference in 99 of 100")
  func noDifference() throws {
    var winners = 0
    var crossings = 0
    for seed in 1...(100 * Self.scale) {
      var sweep = SimulatedSweep(arms: [
        .init("a", atOnce: 1), .init("b", mode: "all", atOnce: 1), .init("c", mode: "all", atOnce: 1),
      ])
      sweep.durationsNs = [1_000_000, 3_000_000]
      sweep.seed = UInt64(seed)
      let advice = try Advice(AdviceQuestion(kind: "cpu", taskDurationNs: 3_000_000, cores: 2), from: sweep.results)
      let hasWinner = advice.modes.contains { if case .one = $0.choice { true } else { false } }
      if hasWinner { winners += 1 }
      if advice.arms.contains(where: { if case .from = $0.crossover { true } else { $0.crossover == .everywhere } }) {
        crossings += 1
      }
    }
    #expect(winners <= Self.scale, "\(winners) winners")
    #expect(crossings <= Self.scale, "\(crossings) crossings")
  }

  @Test("says too close to call where the noise hides the difference")
  func hidden() throws {
    var sweep = SimulatedSweep(arms: [.init("a", overheadNs: 10_000), .init("b", overheadNs: 40_000)])
    sweep.durationsNs = [1_000_000, 3_000_000]
    sweep.noise = 0.3
    let advice = try Advice(AdviceQuestion(kind: "cpu", taskDurationNs: 3_000_000, cores: 2), from: sweep.results)
    guard case .tooClose(let labels) = advice.modes[0].choice else {
      Issue.record("\(advice.modes)")
      return
    }
    #expect(Set(labels) == ["a", "b"])
  }
}
