// The standard library has no logarithm, and the C library's may differ from machine to machine in the last digit. A verdict
// must be the same wherever it is derived, so both functions are written here with additions and multiplications alone.

extension Double {
  /// The natural logarithm of a positive finite number, off by less than 1e-15 of itself, or 1e-16 near 1.
  ///
  /// It is not a number for everything else. With x = m 2^e and m between the roots of 1/2 and 2, ln m = 2 artanh s for
  /// s = (m - 1) / (m + 1), by the series of artanh (Abramowitz and Stegun, 4.1.27).
  package var naturalLogarithm: Double {
    guard self > 0, isFinite else { return .nan }
    var mantissa = significand
    var power = Double(exponent)
    if mantissa > 2.0.squareRoot() {
      mantissa /= 2
      power += 1
    }
    let argument = (mantissa - 1) / (mantissa + 1)
    let square = argument * argument
    var sum = 0.0
    for odd in stride(from: 23.0, through: 3, by: -2) { sum = (sum + 1 / odd) * square }
    return power * Self.ln2 + (2 * argument + 2 * argument * sum)
  }

  /// The exponential function, off by less than 1e-14 of its value for arguments between -700 and 700.
  ///
  /// With x = k ln 2 + r and r at most ln(2) / 2, it is 2^k times the Taylor polynomial of r.
  package var exponential: Double {
    guard self < 709.7 else { return isNaN ? .nan : .infinity }
    guard self > -708 else { return 0 }
    let power = (self / Self.ln2).rounded()
    let rest = self - power * Self.ln2
    var sum = 1.0
    for term in stride(from: 16.0, through: 1, by: -1) { sum = 1 + rest / term * sum }
    return Double(sign: .plus, exponent: Int(power), significand: sum)
  }

  private static var ln2: Double { 0.693147180559945309417232121458 }
}
