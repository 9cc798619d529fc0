extension TaskBatch {
  /// The wrapping sum of `value * (2 * index + 1)` over the first `tasks` tasks, whose values must be kept, as 16 lower-case hexadecimal digits.
  ///
  /// The odd factor makes the sum depend on which task gave which value.
  package func checksum(ofFirst tasks: Int) -> String {
    hexadecimal((0..<min(tasks, count)).reduce(UInt64(0)) { $0 &+ value(of: $1) &* (2 &* UInt64($1) &+ 1) })
  }
}

/// A number as 16 lower-case hexadecimal digits.
func hexadecimal(_ value: UInt64) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
