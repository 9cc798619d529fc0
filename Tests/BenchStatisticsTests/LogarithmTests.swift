import BenchStatistics
import Testing

@Suite("Logarithm and exponential function")
struct LogarithmTests {
  // Published digits of ln 2, ln 10 and ln 1.1.
  @Test(
    "known logarithms come out in all their digits",
    arguments: [
      (1.0, 0.0), (2, 0.693147180559945309), (10, 2.302585092994045684), (1.1, 0.095310179804324860),
      (0.5, -0.693147180559945309), (1e-300, -690.775527898213705),
    ])
  func knownLogarithms(value: Double, logarithm: Double) {
    #expect((value.naturalLogarithm - logarithm).magnitude <= 1e-15 * max(1, logarithm.magnitude))
  }

  // Published digits of e, its root and its inverse.
  @Test(
    "known powers of e come out",
    arguments: [(0.0, 1.0), (1, 2.718281828459045235), (0.5, 1.648721270700128147), (-1, 0.367879441171442322)])
  func knownPowers(exponent: Double, power: Double) {
    #expect((exponent.exponential - power).magnitude <= 1e-15 * power)
  }

  @Test("each function undoes the other")
  func inverse() {
    for exponent in stride(from: -700.0, through: 700, by: 0.37) {
      #expect((exponent.exponential.naturalLogarithm - exponent).magnitude < 1e-13 * max(1, exponent.magnitude))
    }
  }

  @Test("what has no logarithm gives no number, and a power out of range its limit")
  func limits() {
    #expect((-1.0).naturalLogarithm.isNaN)
    #expect(0.0.naturalLogarithm.isNaN)
    #expect(Double.infinity.naturalLogarithm.isNaN)
    #expect(1_000.0.exponential == .infinity)
    #expect((-1_000.0).exponential == 0)
    #expect(Double.nan.exponential.isNaN)
  }
}
