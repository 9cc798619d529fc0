import BenchModel
import BenchStatistics

/// The values at which an axis has lines, and their labels.
enum AxisTicks {
  /// Round values within the scale, rising: about as many as `wanted` on a linear axis, 1, 2 and 5 of each decade or whole
  /// decades on a logarithmic one, powers of two where bytes are counted.
  static func values(_ scale: AxisScale, _ unit: ChartAxis.Unit, wanted: Int) -> [Double] {
    if case .names(let names) = unit { return names.indices.map(Double.init) }
    if unit == .tasks { return powers(of: 2, in: scale, most: wanted + 1) }
    if scale.isLogarithmic, scale.high / scale.low > 6 { return logarithmic(scale, unit, wanted: wanted) }
    return linear(scale, unit, wanted: wanted)
  }

  private static func linear(_ scale: AxisScale, _ unit: ChartAxis.Unit, wanted: Int) -> [Double] {
    let rough = (scale.high - scale.low) / Double(max(1, wanted))
    let base = unit == .metric(.bytes) ? binaryUnit(of: scale.high) : 1
    let step = round(rough / base) * base
    let first = (scale.low / step).rounded(.up)
    let last = (scale.high / step).rounded(.down)
    guard step > 0, last >= first, last - first < 1_000 else { return [] }
    return (Int(first)...Int(last)).map { Double($0) * step }
  }

  /// The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below a value above 0.
  private static func round(_ value: Double) -> Double {
    let decade = power(of: 10, notAbove: value)
    let factor = [1, 2, 2.5, 5, 10].first { $0 * decade >= value * 0.999 } ?? 10
    return factor * decade
  }

  private static func logarithmic(_ scale: AxisScale, _ unit: ChartAxis.Unit, wanted: Int) -> [Double] {
    if unit == .metric(.bytes) { return powers(of: 2, in: scale, most: wanted) }
    let fine = powers(of: 10, in: scale, most: .max, factors: [1, 2, 5])
    return fine.count <= wanted + 1 ? fine : powers(of: 10, in: scale, most: wanted)
  }

  /// Powers within the scale; of too many every second, third and so on.
  private static func powers(of base: Double, in scale: AxisScale, most: Int, factors: [Double] = [1]) -> [Double] {
    var value = power(of: base, notAbove: scale.low)
    var found: [Double] = []
    while value <= scale.high {
      found += factors.map { $0 * value }.filter { (scale.low...scale.high).contains($0) }
      value *= base
    }
    guard found.count > most else { return found }
    let step = (found.count + most - 1) / most
    return found.enumerated().filter { $0.offset % step == 0 }.map(\.element)
  }

  private static func power(of base: Double, notAbove value: Double) -> Double {
    var power = 1.0
    while power > value { power /= base }
    while power * base <= value { power *= base }
    return power
  }

  private static func binaryUnit(of value: Double) -> Double {
    [0x1p30, 0x1p20, 1_024].first { value >= $0 } ?? 1
  }

  /// A tick's label: `1 ms`, `2.5 M`, `0.5x`, `+10 %`.
  static func label(_ value: Double, _ unit: ChartAxis.Unit) -> String {
    switch unit {
    case .metric(let unit): value == 0 ? "0" : trimmed(Quantity.describe(value, unit.kind))
    case .tasks: String(Int(value))
    case .factor: "\(factor(value))x"
    case .percent: (value > 0 ? "+" : "") + "\(trimmed(Quantity.fixed(value, digits: 1))) %"
    case .names(let names): names.indices.contains(Int(value)) ? names[Int(value)] : ""
    }
  }

  private static func factor(_ value: Double) -> String {
    let digits = value >= 10 ? 0 : value >= 0.1 ? 3 : value >= 0.001 ? 4 : 6
    return trimmed(Quantity.fixed(value, digits: digits))
  }

  /// A number without zeros at the end of its decimals, before its unit if it has one.
  private static func trimmed(_ text: String) -> String {
    let words = text.split(separator: " ")
    guard let number = words.first, number.contains(".") else { return text }
    let short = number.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed()
    return ([String(short)] + words.dropFirst().map(String.init)).joined(separator: " ")
  }
}
