/// Text broken between words into lines.
enum WrappedText {
  /// Breaks a text.
  ///
  /// - Parameters:
  ///   - text: words with blanks between them.
  ///   - width: the most characters of a line, its mark included.
  ///   - mark: what the first line begins with.
  ///   - indent: what each other line begins with.
  /// - Returns: the lines, none longer than `width` unless a single word is; none for a text without a word.
  static func lines(_ text: String, width: Int, mark: String = "", indent: String = "") -> [String] {
    var lines: [String] = []
    var line = mark
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = indent
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return isEmpty ? lines : lines + [line]
  }
}
