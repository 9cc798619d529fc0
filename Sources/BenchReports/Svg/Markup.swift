import BenchModel

/// Text and numbers as XML and HTML write them.
enum Markup {
  /// The text without anything that is read as a mark: labels and details come from other programs.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result += " "
      default:
        // XML has no other control characters, and HTML none of the second block.
        let isControl =
          scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0xFFFE...0xFFFF).contains(scalar.value)
        result.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }

  /// A coordinate to a tenth of a pixel.
  static func number(_ value: Double) -> String {
    let text = Quantity.fixed(value, digits: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// An element with attributes in their order; nil values are left out.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: String? = nil
  ) -> String {
    var text = "<\(name)"
    for (key, value) in attributes {
      if let value { text += " \(key)=\"\(escaped(value))\"" }
    }
    return text + (content.map { ">\($0)</\(name)>" } ?? "/>")
  }
}
