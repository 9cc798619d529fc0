import BenchModel
import BenchStatistics

/// Figures as text for people; Markdown and the console write them alike.
enum Figures {
  /// What stands for a value that was not measured.
  static let missing = "-"

  static func text(_ figure: Figure) -> String {
    switch figure {
    case .missing: missing
    case .text(let text): text
    case .value(let value, let unit, let interval): self.value(value, unit, interval)
    case .ratio(let median, let interval): ratio(median, interval)
    case .ratioChange(nil, nil): missing
    case .ratioChange(let before, let after):
      [before, after].map { $0.map { "\(factor($0))x" } ?? missing }.joined(separator: " -> ")
    }
  }

  /// `1.95 k/s`, `1.24 ms [1.20, 1.31]`: the interval is in the unit of the value.
  static func value(_ value: Double, _ unit: MetricUnit, _ interval: ValueInterval?) -> String {
    let text = number(value, unit)
    guard let interval else { return text }
    return "\(text) [\(Quantity.describeEnds(interval.low, interval.high, like: value, unit.kind))]"
  }

  private static func number(_ value: Double, _ unit: MetricUnit) -> String {
    let number = Quantity.describe(value, unit.kind)
    guard unit == .perSecond else { return number }
    return number.contains(" ") ? "\(number)/s" : "\(number) /s"
  }

  /// `1.95x [1.90, 1.99]`, without the brackets if there is no interval.
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

extension MetricUnit {
  /// What the unit's numbers count.
  var kind: Quantity.Kind {
    switch self {
    case .nanoseconds: .duration
    case .bytes: .size
    case .perSecond, .count, .ratio: .count
    }
  }
}
