/// Why a CSV file was not accepted: one sentence that names the file and the line.
package struct CsvError: Error, Hashable, CustomStringConvertible {
  package enum Problem: Hashable, Sendable {
    case empty
    case byteOrderMark
    case notUtf8
    case carriageReturn
    case emptyLine
    /// The last line has no line feed.
    case truncated
    case unclosedQuote
    /// A quote inside a field that does not begin with one, or text after the closing quote.
    case strayQuote
    case fieldCount(found: Int, expected: Int)
    case header(column: Int, found: String, expected: String)
    case headerLength(found: Int, expected: Int)
    case field(column: String, value: String, expected: String)
  }

  package let file: String
  /// Counted from 1.
  package let line: Int
  package let problem: Problem

  package var description: String { "\(file), line \(line): \(sentence)" }

  private var sentence: String {
    switch problem {
    case .empty: "the file is empty, it needs at least a header; delete it or restore it."
    case .byteOrderMark: "the file begins with a byte order mark; save it as plain UTF-8."
    case .notUtf8: "the line is not UTF-8; restore the file as it was written."
    case .carriageReturn: "the line ends in CR LF; lines end in LF, so save the file with Unix line ends."
    case .emptyLine: "the line is empty; delete it."
    case .truncated: "the file is cut off in the middle of a row; delete this unfinished line."
    case .unclosedQuote: "a quoted field is never closed; the file is cut off or damaged from here on."
    case .strayQuote: "a quote stands where none may be; a field with quotes is quoted itself, its quotes doubled."
    case .fieldCount(let found, let expected):
      "the row has \(found) field\(found == 1 ? "" : "s") where the header has \(expected); restore the row or delete it."
    case .header(let column, let found, let expected):
      "column \(column) of the header is '\(found)' where this version writes '\(expected)'; use the version that wrote it."
    case .headerLength(let found, let expected):
      "the header has \(found) columns where this version writes \(expected); use the version that wrote it."
    case .field(let column, let value, let expected):
      "the field '\(value)' of column \(column) is not \(expected); restore the row or delete it."
    }
  }
}
