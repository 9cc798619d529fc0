/// How wide text is, by a wide sans-serif font, so that no other one is clipped.
enum TextMeasure {
  /// The width in pixels at a font size.
  static func width(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + share(of: $1) } * size
  }

  private static func share(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", " ", ".", ",", ":", ";", "'", "|", "!": 0.33
    case "f", "t", "r", "(", ")", "[", "]", "-", "/": 0.41
    case "m", "w", "M", "W", "%", "@": 0.98
    case "A"..."Z": 0.73
    default: scalar.isASCII ? 0.635 : 1
    }
  }

  /// The text on lines of at most `width`, broken between words.
  static func wrapped(_ text: String, size: Double, width: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, self.width("\(last) \(word)", size: size) <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.map { fitted($0, size: size, width: width) }
  }

  /// The text, cut with an ellipsis where it is wider than `width`.
  static func fitted(_ text: String, size: Double, width: Double) -> String {
    guard self.width(text, size: size) > width else { return text }
    var kept = text
    while !kept.isEmpty, self.width(kept + "…", size: size) > width { kept.removeLast() }
    return kept + "…"
  }
}
