import BenchStatistics
import Testing

@Suite("From where on something pays")
struct CrossoverTests {
  /// Points at which one thing takes `overhead` more than its half of the parameter, and the other one the parameter.
  private func points(_ parameters: [Double], overhead: Double, rounds: Int = 14) -> [CrossoverPoint] {
    parameters.map { parameter in
      let gain = parameter / ((parameter + overhead) / 2)
      let gains = Dictionary(uniqueKeysWithValues: (1...rounds).map { ($0, gain) })
      let outcome: ComparisonOutcome = gain > 1.02 ? .better : gain < 0.98 ? .worse : .same
      return CrossoverPoint(parameter: parameter, referenceCost: parameter, gains: gains, outcome: outcome)
    }
  }

  private func outcomes(_ outcomes: [ComparisonOutcome?]) -> Crossover {
    Crossover(
      outcomes.enumerated().map { index, outcome in
        let gain = outcome == .better ? 2.0 : outcome == .worse ? 0.5 : 1
        return CrossoverPoint(
          parameter: Double(index + 1), referenceCost: 1, gains: [1: gain, 2: gain], outcome: outcome)
      })
  }

  @Test("a cost beside the task's own is met exactly, wherever it lies", arguments: [1.3, 2, 2.9, 11, 29])
  func exact(overhead: Double) throws {
    guard case .from(let found, let interval?) = Crossover(points([1, 3, 10, 30, 100], overhead: overhead)) else {
      Issue.record("no crossover")
      return
    }
    // Half the work and the overhead are the whole work where the parameter is the overhead.
    #expect((found / overhead - 1).magnitude < 1e-9)
    #expect(interval.contains(found))
  }

  @Test("a point where the rounds do not tell is bridged")
  func bridged() {
    var points = points([1, 3, 10, 30], overhead: 3)
    points[1].outcome = .undecided
    guard case .from(let found, _) = Crossover(points) else {
      Issue.record("no crossover")
      return
    }
    #expect((found - 3).magnitude < 1e-9)
  }

  @Test("what the points carry, and no more")
  func kinds() {
    #expect(outcomes([.better, .better]) == .everywhere)
    #expect(outcomes([.worse, .same, .worse]) == .nowhere)
    #expect(outcomes([.worse, .same]) == .nowhere)
    #expect(outcomes([.worse, .undecided]) == .undecided)
    #expect(outcomes([.undecided, .better, .better]) == .fromAtMost(2))
    #expect(outcomes([.worse, .better, .worse]) == .atSome)
    #expect(outcomes([.better, .undecided]) == .undecided)
    #expect(outcomes([.better, .undecided, .better]) == .fromAtMost(3))
    #expect(outcomes([.better, .worse, .better]) == .atSome)
    #expect(outcomes([nil, nil]) == .undecided)
    #expect(Crossover([]) == .undecided)
    guard case .from(let found, nil) = outcomes([.worse, .better]) else {
      Issue.record("no crossover")
      return
    }
    #expect(found > 1 && found < 2)
  }
}
