extension Table {
  /// Reads a file of this table, checking the header and every field.
  ///
  /// - Parameter path: the file, of any name.
  /// - Returns: the rows below the header, in the file's order.
  /// - Throws: `ResultsError` where the file cannot be read, `CsvError` with the line where it is not such a table.
  package func read(path: String) throws -> [TableRow] {
    try rows(of: FileContent.read(path: path), file: path)
  }

  /// Reads the bytes of a file of this table; see `read(path:)`.
  package func rows(of bytes: [UInt8], file: String) throws(CsvError) -> [TableRow] {
    let rows = try CsvReader.rows(of: bytes, file: file)
    try checkReadable(rows[0].fields, file: file)
    let missing = [String](repeating: "", count: max(0, columns.count - rows[0].fields.count))
    var result: [TableRow] = []
    result.reserveCapacity(rows.count - 1)
    for row in rows.dropFirst() {
      let fields = row.fields.prefix(columns.count) + missing
      for (column, field) in zip(columns, row.fields) where !column.accepts(field) {
        throw CsvError(
          file: file, line: row.line,
          problem: .field(column: column.name, value: field, expected: column.kind.expectation))
      }
      result.append(TableRow(self, fields: Array(fields)))
    }
    return result
  }

  /// Refuses a header that is not this table's up to its end, or up to the end of an older or a newer version's.
  ///
  /// Columns that an older version lacks read as empty; those that a newer one has beyond this table's are passed over.
  private func checkReadable(_ found: [String], file: String) throws(CsvError) {
    try checkNames(found, file: file)
    let fewest = columns.count { $0.since == 1 }
    guard found.count >= fewest else {
      throw CsvError(file: file, line: 1, problem: .headerLength(found: found.count, expected: fewest))
    }
  }

  /// Refuses a header that is not exactly this table's: what is appended to such a file would not fit it.
  func checkHeader(_ found: [String], file: String) throws(CsvError) {
    try checkNames(found, file: file)
    guard found.count == columns.count else {
      throw CsvError(file: file, line: 1, problem: .headerLength(found: found.count, expected: columns.count))
    }
  }

  private func checkNames(_ found: [String], file: String) throws(CsvError) {
    for (index, (found, expected)) in zip(found, header).enumerated() where found != expected {
      throw CsvError(
        file: file, line: 1, problem: .header(column: index + 1, found: found, expected: expected))
    }
  }
}

extension Column {
  /// Whether a field of this column may read so.
  package func accepts(_ field: String) -> Bool {
    guard !field.isEmpty else { return emptyWhen != nil }
    switch kind {
    case .text: return true
    case .integer: return Self.isInteger(field[...])
    case .decimal: return Self.isDecimal(field)
    case .boolean: return field == "0" || field == "1"
    case .timestamp: return Timestamp(iso8601: field) != nil
    case .choice(let words): return words.contains(field)
    }
  }

  private static func isInteger(_ field: Substring) -> Bool {
    let digits = field.hasPrefix("-") ? field.dropFirst() : field
    return isDigits(digits) && Int(field) != nil
  }

  private static func isDecimal(_ field: String) -> Bool {
    let parts = (field.hasPrefix("-") ? field.dropFirst() : field[...])
      .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.allSatisfy(isDigits)
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}

extension Column.Kind {
  /// What a field should have been, for an error's sentence.
  fileprivate var expectation: String {
    switch self {
    case .text: "a text"
    case .integer: "a whole number"
    case .decimal: "a plain number with a decimal point"
    case .boolean: "0 or 1"
    case .timestamp: "a time such as 2026-01-31T08:05:09Z"
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    }
  }
}
