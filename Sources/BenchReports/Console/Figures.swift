import BenchAnalysis
import BenchModel
import BenchStatistics

/// Numbers as the tables print them.
enum Figures {
  /// What stands for a value that was not measured.
  static let missing = "-"

  static func duration(_ row: SummaryRow?) -> String {
    row.map { Quantity.describe(nanoseconds: $0.estimate.median) } ?? missing
  }

  /// `1.95 k/s`, `381 /s`.
  static func rate(_ row: SummaryRow?) -> String {
    guard let row else { return missing }
    let number = Quantity.describe(count: row.estimate.median)
    return number.contains(" ") ? "\(number)/s" : "\(number) /s"
  }

  /// `1.95x [1.90, 1.99]`, without the brackets where there is no interval.
  static func ratio(_ median: Double, _ interval: ValueInterval?) -> String {
    guard let interval else { return "\(factor(median))x" }
    return "\(factor(median))x [\(factor(interval.low)), \(factor(interval.high))]"
  }

  /// A ratio with three significant digits, or with the thousandths that matter just below 1.
  static func factor(_ value: Double) -> String {
    switch value {
    case 99.95...: Quantity.fixed(value, digits: 0)
    case 9.995...: Quantity.fixed(value, digits: 1)
    case 0.9995...: Quantity.fixed(value, digits: 2)
    case 0.09995...: Quantity.fixed(value, digits: 3)
    case 0.00005...: Quantity.fixed(value, digits: 4)
    default: "<0.0001"
    }
  }

  static func percent(_ share: Double) -> String { "\(Quantity.fixed(share * 100, digits: 1)) %" }
}
