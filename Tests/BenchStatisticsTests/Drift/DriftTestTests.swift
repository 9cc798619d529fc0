import BenchStatistics
import Testing

@Suite("The test of drift")
struct DriftTestTests {
  private func steady(rounds: Int = 16, seed: UInt64 = 3) -> [DriftSeries] {
    var generator = SplitMix64(seed: seed)
    return SimulatedRun(.independent, rounds: rounds, generator: &generator).series
  }

  private func planted(_ factor: Double, in index: Int, rounds: Int = 16) -> [DriftSeries] {
    var generator = SplitMix64(seed: 3)
    var run = SimulatedRun(.independent, rounds: rounds, generator: &generator)
    run.plant(factor, in: index, steadily: false)
    return run.series
  }

  @Test("an arm that changes between the halves is named with its factor", arguments: [14, 15, 16, 30])
  func namesTheArm(rounds: Int) throws {
    let finding = try #require(DriftTest(planted(1.4, in: 9, rounds: rounds), seed: 1).finding)
    #expect(finding.series == 9)
    #expect((1.3...1.5).contains(finding.factor))
    #expect(finding.pValue <= 0.01)
  }

  @Test("a slower second half is found like a faster one")
  func direction() throws {
    let finding = try #require(DriftTest(planted(1 / 1.4, in: 9), seed: 1).finding)
    #expect(finding.series == 9)
    #expect((1 / 1.5...1 / 1.3).contains(finding.factor))
  }

  @Test("a steady run has no finding, nor one with a change below 5 %")
  func harmless() {
    #expect(DriftTest(steady(), seed: 1).finding == nil)
    #expect(DriftTest(planted(1.03, in: 8), seed: 1).finding == nil)
  }

  @Test("what all arms of a cell have in common is no drift")
  func common() {
    let series = steady().map { series in
      DriftSeries(
        cell: series.cell,
        throughputs: series.throughputs.enumerated().map { round, value in value.map { round < 8 ? $0 : $0 * 3 } })
    }
    #expect(DriftTest(series, seed: 1).finding == nil)
  }

  @Test("thirteen rounds are not tested")
  func tooFew() {
    #expect(DriftTest(planted(3, in: 9, rounds: 13), seed: 1).finding == nil)
    #expect(DriftTest([], seed: 1).finding == nil)
  }

  @Test("the true order alone decides: the same values in alternating order are no drift")
  func order() {
    let series = planted(1.4, in: 9).map { series in
      DriftSeries(cell: series.cell, throughputs: (0..<16).map { series.throughputs[$0 / 2 + $0 % 2 * 8] })
    }
    #expect(DriftTest(series, seed: 1).finding == nil)
  }

  @Test("rounds in which arms failed are left out, and the drift is still found")
  func missing() throws {
    let series = planted(1.4, in: 9, rounds: 20).enumerated().map { index, series in
      DriftSeries(
        cell: series.cell,
        throughputs: series.throughputs.enumerated().map { round, value in (round + index) % 9 == 0 ? nil : value })
    }
    #expect(DriftTest(series, seed: 1).finding?.series == 9)
  }

  @Test("an arm without a value and equal values are no drift and no error")
  func degenerate() {
    let constant = DriftSeries(cell: 0, throughputs: Array(repeating: 5, count: 16))
    let empty = DriftSeries(cell: 0, throughputs: Array(repeating: nil, count: 16))
    let zero = DriftSeries(cell: 0, throughputs: Array(repeating: 0, count: 16))
    #expect(DriftTest([constant, constant, empty, zero], seed: 1).finding == nil)
    #expect(DriftTest([planted(3, in: 0)[0]], seed: 1).finding == nil)
  }

  @Test("a step in values that are otherwise equal is found despite the ties")
  func ties() throws {
    let flat = (0..<4).map { _ in DriftSeries(cell: 0, throughputs: Array(repeating: 5, count: 16)) }
    let step = DriftSeries(cell: 0, throughputs: (0..<16).map { $0 < 8 ? 5 : 6 })
    let finding = try #require(DriftTest(flat + [step], seed: 1).finding)
    #expect(finding.series == 4)
    #expect((finding.factor - 1.2).magnitude < 1e-9)
  }

  @Test("of two arms that drift the one with the larger change is named")
  func largest() {
    var generator = SplitMix64(seed: 3)
    var run = SimulatedRun(.independent, rounds: 30, generator: &generator)
    run.plant(1.2, in: 0, steadily: false)
    run.plant(1.5, in: 12, steadily: false)
    #expect(DriftTest(run.series, seed: 1).finding?.series == 12)
  }

  @Test("the same rounds and the same seed give the same finding")
  func seed() {
    #expect(DriftTest(planted(1.4, in: 9), seed: 7) == DriftTest(planted(1.4, in: 9), seed: 7))
  }
}
