/// Bytes as text that can be turned back into exactly these bytes, for arguments, which need not be UTF-8.
///
/// A byte that belongs to no valid UTF-8 becomes the character U+10FF00 + byte, of a plane for private use. A valid character
/// of that range is taken apart into such bytes as well, so that each text stands for one sequence of bytes only.
package enum RawText {
  private static let escapes: ClosedRange<UInt32> = 0x10_FF80...0x10_FFFF
  private static let base: UInt32 = 0x10_FF00

  /// The text that stands for the bytes; plain UTF-8 is itself.
  package static func text(of bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    var scalars = String.UnicodeScalarView()
    var rest = bytes[...]
    while !rest.isEmpty {
      let (scalar, length) = first(of: rest)
      if let scalar, !escapes.contains(scalar.value) {
        scalars.append(scalar)
      } else {
        scalars.append(contentsOf: rest.prefix(length).compactMap { Unicode.Scalar(base + UInt32($0)) })
      }
      rest = rest.dropFirst(length)
    }
    return String(scalars)
  }

  /// The character that the bytes begin with and its length; nil and 1 if they begin with none.
  private static func first(of bytes: ArraySlice<UInt8>) -> (scalar: Unicode.Scalar?, length: Int) {
    for length in 1...min(4, bytes.count) {
      guard let text = String(validating: bytes.prefix(length), as: UTF8.self) else { continue }
      return (text.unicodeScalars.first, length)
    }
    return (nil, 1)
  }

  /// The bytes that the text stands for.
  package static func bytes(of text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in
      escapes.contains(scalar.value) ? [UInt8(scalar.value - base)] : Array(String(scalar).utf8)
    }
  }

  /// Whether the text stands for bytes that are not UTF-8.
  package static func isEscaped(_ text: String) -> Bool { text.unicodeScalars.contains { escapes.contains($0.value) } }
}
