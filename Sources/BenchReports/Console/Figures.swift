import BenchAnalysis
import BenchModel
import BenchResults

/// Numbers as the tables print them.
enum Figures {
  /// What stands for a value that was not measured.
  static let missing = "-"

  static func duration(_ row: SummaryRow?) -> String {
    row.map { Quantity.describe(nanoseconds: $0.median) } ?? missing
  }

  /// `1.95 k/s`, `381 /s`.
  static func rate(_ row: SummaryRow?) -> String {
    guard let row else { return missing }
    let number = Quantity.describe(count: row.median)
    return number.contains(" ") ? "\(number)/s" : "\(number) /s"
  }

  /// `1.95x [1.90, 1.99]`, without the brackets where there is no interval.
  static func ratio(_ median: Double, _ interval: ClosedRange<Double>?) -> String {
    guard let interval else { return "\(factor(median))x" }
    return "\(factor(median))x [\(factor(interval.lowerBound)), \(factor(interval.upperBound))]"
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

extension Cell {
  /// What the cell is, in a line: `sleep, tasks of 10ms, 4 at once`.
  var title: String {
    var parts = [workload]
    if let duration = taskDurationNs {
      let shape = distribution.map { $0 == "fixed" ? "" : " (\($0))" } ?? ""
      parts.append("tasks of \(Quantity.label(nanoseconds: duration))\(shape)")
    }
    if let bytes = payloadBytes { parts.append("\(Quantity.label(bytes: bytes)) each") }
    parts.append(width.count.map { "\($0) at once" } ?? "all at once")
    return parts.joined(separator: ", ")
  }
}
