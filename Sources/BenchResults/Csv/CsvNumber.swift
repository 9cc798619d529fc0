/// Numbers as the result files write them, the same in every locale.
package enum CsvNumber {
  /// A number with six significant digits, a point, no grouping, no exponent and no trailing zeros.
  ///
  /// Empty where the number is not finite: there is nothing to write.
  package static func text(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    guard value != 0 else { return "0" }
    let (digits, exponent) = rounded(decompose(value.magnitude.description), to: 6)
    return (value < 0 ? "-" : "") + plain(digits, exponent: exponent)
  }

  /// The decimal digits of a number's shortest description, and the power of ten of the point before the first digit.
  private static func decompose(_ description: String) -> (digits: [Int], exponent: Int) {
    let parts = description.split(separator: "e")
    var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    exponent += mantissa[0].count
    var digits = mantissa.joined().compactMap(\.wholeNumberValue)
    while digits.count > 1, digits[0] == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    return (digits, exponent)
  }

  /// Rounds half up, on the decimal digits themselves.
  private static func rounded(
    _ number: (digits: [Int], exponent: Int), to count: Int
  ) -> (digits: [Int], exponent: Int) {
    var digits = Array(number.digits.prefix(count))
    var exponent = number.exponent
    if number.digits.count > count, number.digits[count] >= 5 {
      var index = count - 1
      while index >= 0, digits[index] == 9 {
        digits[index] = 0
        index -= 1
      }
      if index >= 0 {
        digits[index] += 1
      } else {
        digits.insert(1, at: 0)
        exponent += 1
      }
    }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    return (digits, exponent)
  }

  private static func plain(_ digits: [Int], exponent: Int) -> String {
    let text = digits.map(String.init).joined()
    if exponent <= 0 { return "0." + String(repeating: "0", count: -exponent) + text }
    if exponent >= text.count { return text + String(repeating: "0", count: exponent - text.count) }
    return "\(text.prefix(exponent)).\(text.dropFirst(exponent))"
  }
}
