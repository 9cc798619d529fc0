/// A share as a bar of characters.
enum TextBar {
  /// The bar of a share between 0 and 1, in eighths of a character where Unicode has them; what is not 0 shows.
  static func text(_ share: Double, width: Int, isUnicode: Bool) -> String {
    let steps = isUnicode ? 8 : 1
    let share = min(max(share, 0), 1)
    let filled = Int((share * Double(width * steps)).rounded())
    let whole = String(repeating: isUnicode ? "\u{2588}" : "#", count: filled / steps)
    let rest = filled % steps
    if rest > 0, let part = Unicode.Scalar(0x2590 - rest) { return whole + String(Character(part)) }
    return filled > 0 || share == 0 ? whole : isUnicode ? "\u{258F}" : "."
  }
}
