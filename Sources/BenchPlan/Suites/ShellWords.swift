/// Splits a command into words as a shell does, without running one.
///
/// Blanks separate words; single quotes keep everything; double quotes keep everything but `\"`, `\\`, `\$` and `` \` ``; a
/// backslash outside quotes keeps the next character (POSIX.1-2017, Shell Command Language 2.2). Nothing is expanded.
package enum ShellWords {
  /// - Throws: `SuiteError` where a quote is not closed, or there is no word.
  package static func split(_ command: String) throws(SuiteError) -> [String] {
    var parser = Parser(rest: Substring(command))
    let words = try parser.words()
    guard !words.isEmpty else { throw SuiteError("the command is empty; give a program and its arguments") }
    return words
  }

  private struct Parser {
    var rest: Substring

    mutating func words() throws(SuiteError) -> [String] {
      var words: [String] = []
      var word: String?
      while let character = rest.popFirst() {
        switch character {
        case " ", "\t", "\n":
          if let finished = word { words.append(finished) }
          word = nil
        case "'": word = (word ?? "") + (try quoted(by: "'", escapes: false))
        case "\"": word = (word ?? "") + (try quoted(by: "\"", escapes: true))
        case "\\":
          guard let next = rest.popFirst() else { throw SuiteError("the command ends in a backslash; remove it") }
          word = (word ?? "") + String(next)
        default: word = (word ?? "") + String(character)
        }
      }
      if let finished = word { words.append(finished) }
      return words
    }

    mutating func quoted(by quote: Character, escapes: Bool) throws(SuiteError) -> String {
      var text = ""
      while let character = rest.popFirst() {
        if character == quote { return text }
        if escapes, character == "\\", let next = rest.first, "\"\\$`".contains(next) {
          text.append(next)
          rest.removeFirst()
        } else {
          text.append(character)
        }
      }
      throw SuiteError("the command has an opening \(quote) without a closing one")
    }
  }
}
