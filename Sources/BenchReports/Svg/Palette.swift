/// The colours of charts and pages, light and dark.
///
/// Hues are told apart with each kind of colour blindness, and stand out from the paper by a contrast of at least 3; text
/// does by at least 4.5.
package struct Palette: Hashable, Sendable {
  package let paper: String
  /// Text and what must be seen.
  package let ink: String
  /// Text that says less.
  package let dim: String
  /// Grid lines.
  package let faint: String
  /// Behind the heads of tables.
  package let shade: String
  /// One for each strategy in the catalogue's order; the last one is that of programs from elsewhere.
  package let hues: [String]

  /// The place of the hue of programs from elsewhere.
  package static let foreign = 7

  package static let light = Palette(
    paper: "#ffffff", ink: "#1b1f24", dim: "#57606a", faint: "#e3e6ea", shade: "#f3f5f7",
    hues: ["#5e5e5e", "#9e050d", "#1e54d7", "#a08e08", "#169e58", "#611575", "#cc60b7", "#6b7785"])

  package static let dark = Palette(
    paper: "#14171b", ink: "#e8eaed", dim: "#a3acb5", faint: "#30363d", shade: "#1f242a",
    hues: ["#b0b0b0", "#e53f3c", "#91b9f9", "#f5c612", "#09f78c", "#a848d7", "#c243a0", "#8c98a5"])
}
