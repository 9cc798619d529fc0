/// A strict reader of CSV as this project writes it: RFC 4180 with LF, UTF-8 and the same field count on each line.
package struct CsvReader {
  /// A row and the number of the line on which it begins, counted from 1.
  package struct Row: Hashable, Sendable {
    package let line: Int
    package let fields: [String]
  }

  private let file: String
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  /// Reads the whole of a file's bytes; the first row is the header.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: the name that errors mention.
  /// - Returns: all rows, the header first, each with as many fields as the header.
  /// - Throws: the first problem found, with its line.
  package static func rows(of bytes: [UInt8], file: String) throws(CsvError) -> [Row] {
    var reader = CsvReader(file: file, bytes: bytes)
    return try reader.readAll()
  }

  private init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  private mutating func readAll() throws(CsvError) -> [Row] {
    guard !bytes.isEmpty else { throw error(.empty) }
    guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { throw error(.byteOrderMark) }
    var rows: [Row] = []
    while position < bytes.count {
      let row = try readRow()
      if let header = rows.first, header.fields.count != row.fields.count {
        throw CsvError(
          file: file, line: row.line,
          problem: .fieldCount(found: row.fields.count, expected: header.fields.count))
      }
      rows.append(row)
    }
    return rows
  }

  private mutating func readRow() throws(CsvError) -> Row {
    let start = line
    guard bytes[position] != .lineFeed else { throw error(.emptyLine) }
    var fields: [String] = []
    while true {
      fields.append(try readField())
      guard position < bytes.count else { throw error(.truncated) }
      let end = bytes[position]
      position += 1
      if end == .lineFeed { break }
    }
    line += 1
    return Row(line: start, fields: fields)
  }

  /// Reads up to the separator or line feed that ends the field and stays there.
  private mutating func readField() throws(CsvError) -> String {
    guard position < bytes.count, bytes[position] == .quote else { return try readPlainField() }
    return try readQuotedField()
  }

  private mutating func readPlainField() throws(CsvError) -> String {
    let start = position
    while position < bytes.count, bytes[position] != .comma, bytes[position] != .lineFeed {
      if bytes[position] == .quote { throw error(.strayQuote) }
      if bytes[position] == .carriageReturn { throw error(.carriageReturn) }
      position += 1
    }
    return try text(bytes[start..<position])
  }

  private mutating func readQuotedField() throws(CsvError) -> String {
    let start = line
    var content: [UInt8] = []
    position += 1
    while true {
      guard position < bytes.count else { throw CsvError(file: file, line: start, problem: .unclosedQuote) }
      let byte = bytes[position]
      position += 1
      if byte == .lineFeed { line += 1 }
      guard byte == .quote else {
        content.append(byte)
        continue
      }
      guard position < bytes.count, bytes[position] == .quote else { break }
      content.append(.quote)
      position += 1
    }
    if position < bytes.count, bytes[position] != .comma, bytes[position] != .lineFeed { throw error(.strayQuote) }
    return try text(content[...])
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws(CsvError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw error(.notUtf8) }
    return text
  }

  private func error(_ problem: CsvError.Problem) -> CsvError {
    CsvError(file: file, line: line, problem: problem)
  }
}

extension UInt8 {
  fileprivate static let comma: UInt8 = 0x2C
  fileprivate static let quote: UInt8 = 0x22
  fileprivate static let lineFeed: UInt8 = 0x0A
  fileprivate static let carriageReturn: UInt8 = 0x0D
}
