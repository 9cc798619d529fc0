/// Keeps the names of people out of what is written to disk.
package struct Redaction: Hashable, Sendable {
  private let home: String?

  /// Redacts the folder `home`, which stands for the user's name wherever a path begins with it.
  package init(home: String?) {
    self.home = home.flatMap { $0.count > 1 ? ($0.hasSuffix("/") ? String($0.dropLast()) : $0) : nil }
  }

  /// The text with `~` for the home folder, and for any folder directly below `/home`.
  package func callAsFunction(_ text: String) -> String {
    var result = text
    if let home { result = Self.replacing(home, in: result) }
    return Self.replacingHomes(in: result)
  }

  private static func replacing(_ folder: String, in text: String) -> String {
    var result = ""
    var rest = text[...]
    while let range = firstRange(of: folder, in: rest) {
      result += rest[..<range.lowerBound]
      let following = range.upperBound < rest.endIndex ? rest[range.upperBound] : "/"
      result += following.isLetter || following.isNumber ? folder : "~"
      rest = rest[range.upperBound...]
    }
    return result + rest
  }

  private static func replacingHomes(in text: String) -> String {
    var result = ""
    var rest = text[...]
    while let range = firstRange(of: "/home/", in: rest) {
      let name = rest[range.upperBound...].prefix { $0.isLetter || $0.isNumber || "._-".contains($0) }
      result += rest[..<range.lowerBound] + (name.isEmpty ? "/home/" : "~")
      rest = rest[name.endIndex...]
    }
    return result + rest
  }

  private static func firstRange(of needle: String, in text: Substring) -> Range<Substring.Index>? {
    text.indices.first { text[$0...].hasPrefix(needle) }.map {
      $0..<text.index($0, offsetBy: needle.count)
    }
  }
}
