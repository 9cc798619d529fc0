/// Lines of a CSV file by RFC 4180, ended by LF.
package enum CsvWriter {
  /// One line with its line feed; a field that holds a separator, a quote or a line break is quoted.
  package static func line(_ fields: [String], separator: Character = ",") -> String {
    fields.map { quoted($0, separator: separator) }.joined(separator: String(separator)) + "\n"
  }

  private static func quoted(_ field: String, separator: Character) -> String {
    let special = separator.asciiValue
    let needsQuotes = field.utf8.contains { $0 == special || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
