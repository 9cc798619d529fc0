/// How much room text has, and which characters it may use.
///
/// There is no colour in it, on a terminal or elsewhere, so that NO_COLOR has nothing to turn off.
package struct TextLayout: Hashable, Sendable {
  /// The columns of a terminal of which nothing is known.
  package static let usualColumns = 80
  /// Everything, in lines as long as they need.
  package static let wide = TextLayout(columns: nil)

  /// The most characters of a line; nil for as many as it takes.
  package let columns: Int?
  /// Whether bars may be drawn with the block characters of Unicode.
  package let isUnicode: Bool

  package init(columns: Int?, isUnicode: Bool = false) {
    self.columns = columns
    self.isUnicode = isUnicode
  }

  /// The layout of a terminal, or else of whoever reads a pipe or a file.
  ///
  /// - Parameters:
  ///   - terminalColumns: the columns of the terminal behind standard output; nil if it is none, or says nothing.
  ///   - isWide: whether all columns were asked for.
  ///   - variable: the environment: `COLUMNS` counts where no terminal says how wide it is, and `LC_ALL`, `LC_CTYPE` and
  ///     `LANG` say which characters there are.
  package init(terminalColumns: Int?, isWide: Bool, variable: (String) -> String?) {
    let asked = variable("COLUMNS").flatMap { Int($0) }.flatMap { (1...10_000).contains($0) ? $0 : nil }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap(variable).first { !$0.isEmpty } ?? "C"
    let encoding = locale.lowercased()
    self.init(
      columns: isWide ? nil : terminalColumns ?? asked ?? Self.usualColumns,
      isUnicode: encoding.contains("utf-8") || encoding.contains("utf8"))
  }

  /// The most characters of a line with a remark at its end, and of a remark below its line.
  var lineLength: Int { columns ?? 150 }

  /// What stands between two columns.
  var gap: String { lineLength < 60 ? " " : "  " }

  /// Lines of running text, which a wide layout does not break.
  func lines(_ text: String) -> [String] {
    guard let columns else { return [text] }
    return WrappedText.lines(text, width: columns, indent: "  ")
  }
}
