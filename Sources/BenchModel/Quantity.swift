/// Durations and sizes as people write them on the command line and read them in tables.
package enum Quantity {
  private static let durationUnits: [(suffix: String, factor: Int)] = [
    ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
  ]
  private static let sizeUnits: [(suffix: String, factor: Int)] = [
    ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40), ("B", 1),
  ]

  /// Nanoseconds from `250us`, `1ms`, `1.5s`; `nil` where the text is not a whole number of nanoseconds with a unit.
  package static func nanoseconds(_ text: String) -> Int? { parse(text, units: durationUnits) }

  /// Bytes from `64B`, `4KiB`, `1MiB`; `nil` where the text is not a whole number of bytes with a unit.
  package static func bytes(_ text: String) -> Int? { parse(text, units: sizeUnits) }

  private static func parse(_ text: String, units: [(suffix: String, factor: Int)]) -> Int? {
    guard let unit = units.first(where: { text.hasSuffix($0.suffix) }) else { return nil }
    let number = text.dropLast(unit.suffix.count)
    guard let first = number.utf8.first, (0x30...0x39).contains(first), let value = Double(number) else { return nil }
    let scaled = value * Double(unit.factor)
    guard scaled == scaled.rounded(), scaled < 0x1p62 else { return nil }
    return Int(scaled)
  }

  /// A duration with three significant digits and the unit that keeps it between 1 and 1,000: `1.24 ms`.
  package static func describe(nanoseconds: Double) -> String { describe(nanoseconds, .duration) }

  /// A size with three significant digits in binary units: `4.00 KiB`.
  package static func describe(bytes: Double) -> String { describe(bytes, .size) }

  /// A plain number with three significant digits and a decimal suffix: `3.41 M`.
  package static func describe(count: Double) -> String { describe(count, .count) }

  /// The shortest text that `nanoseconds(_:)` reads back: `10ms`, `250us`.
  package static func label(nanoseconds: Int) -> String { label(nanoseconds, units: durationUnits) }

  /// The shortest text that `bytes(_:)` reads back: `4KiB`, `64B`.
  package static func label(bytes: Int) -> String { label(bytes, units: sizeUnits) }

  private static func label(_ value: Int, units: [(suffix: String, factor: Int)]) -> String {
    let best = units.filter { value != 0 && value % $0.factor == 0 }.max { $0.factor < $1.factor }
    guard let best else { return "0\(units.first { $0.factor == 1 }?.suffix ?? "")" }
    return "\(value / best.factor)\(best.suffix)"
  }

  /// A number with exactly `digits` decimals, a point and no grouping, whatever the locale.
  package static func fixed(_ value: Double, digits: Int) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
    var factor = 1
    for _ in 0..<digits { factor *= 10 }
    let scaled = Int((value.magnitude * Double(factor)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(scaled)" }
    let fraction = String(scaled % factor)
    return "\(sign)\(scaled / factor).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
  }
}
