import BenchResults

/// What stands in a cell of a spreadsheet.
enum SheetValue: Hashable, Sendable {
  case empty
  /// A number as the result files write it.
  case number(String)
  case text(String)

  /// A number with six significant digits, or nothing.
  init(_ number: Double?) {
    let text = number.map(CsvNumber.text) ?? ""
    self = text.isEmpty ? .empty : .number(text)
  }

  init(_ number: Int?) { self = number.map { .number(String($0)) } ?? .empty }

  init(_ text: String?) { self = text.map(SheetValue.text) ?? .empty }

  /// The number of the cell; nil if it holds none.
  var number: Double? {
    guard case .number(let text) = self else { return nil }
    return Double(text)
  }

  /// As CSV has it.
  func text(decimalComma: Bool) -> String {
    switch self {
    case .empty: ""
    case .number(let text): decimalComma ? text.split(separator: ".").joined(separator: ",") : text
    case .text(let text): text
    }
  }
}
