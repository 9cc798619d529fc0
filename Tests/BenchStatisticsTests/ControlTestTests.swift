import BenchStatistics
import Testing

@Suite("The control's test")
struct ControlTestTests {
  private func cell(_ ratios: [Double]) -> [(value: Double, reference: Double)] {
    ratios.map { (value: $0, reference: 1.0) }
  }

  private let steady = (0..<14).map { 0.97 + Double($0) * 0.06 / 13 }

  @Test("a control that is off in one cell is found there")
  func bias() {
    let test = ControlTest(cells: [cell(steady), cell(steady.map { $0 * 1.1 }), cell(steady.map { $0 / 1.1 })])
    #expect(test.biasedCells == [1, 2])
  }

  @Test("a steady control is not called biased, nor one that is off by less than 2 %")
  func harmless() {
    let narrow = (0..<14).map { 1.015 + Double($0) * 0.0001 }
    #expect(ControlTest(cells: [cell(steady), cell(narrow)]).biasedCells.isEmpty)
  }

  // By hand: 1 - 2/2^9 = 0.9961 falls short of 1 - 0.01/3 = 0.9967, and 1 - 2/2^10 = 0.9980 does not.
  @Test("with three cells nine rounds are too few and ten are enough")
  func rounds() {
    let off = cell(Array(repeating: 1.5, count: 10))
    let nine = Array(off.prefix(9))
    #expect(ControlTest(cells: [nine, nine, nine]).biasedCells.isEmpty)
    #expect(ControlTest(cells: [off, off, off]).biasedCells == [0, 1, 2])
  }

  @Test("a cell without a pair is passed over")
  func missing() {
    #expect(ControlTest(cells: [[], cell(Array(repeating: 1.5, count: 14))]).biasedCells == [1])
    #expect(ControlTest(cells: []).biasedCells.isEmpty)
  }
}
