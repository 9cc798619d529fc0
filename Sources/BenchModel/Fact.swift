/// One line of `env.csv`: what was so when the run began.
package struct Fact: Hashable, Sendable {
  /// What stands for a value that could not be found out.
  package static let unavailable = "unavailable"

  package let key: String
  /// The value, or the word `unavailable`; never empty.
  package let value: String

  /// A fact; a value that is missing or blank is unavailable.
  package init(_ key: String, _ value: String?) {
    self.key = key
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline || $0 == "\0" }
    let text = (value ?? "").drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    self.value = text.isEmpty ? Self.unavailable : String(text)
  }

  package init(_ key: String, _ value: Int?) {
    self.init(key, value.map(String.init))
  }
}
