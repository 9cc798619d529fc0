/// Draws charts as SVG.
package enum ChartDrawing {
  /// The width of every chart in its own units, which are pixels where it is not scaled.
  static let width = 440.0
  static let margin = 8.0
  static let textSize = 13.0
  private static let titleSize = 15.0

  /// The picture for a page, which has the style sheet of charts.
  package static func inline(_ chart: Chart) -> String { draw(chart, style: nil) }

  /// The picture as a file that stands alone, light and dark.
  package static func file(_ chart: Chart) -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + draw(chart, style: ChartStyle.css) + "\n"
  }

  private static func draw(_ chart: Chart, style: String?) -> String {
    var picture = SvgPicture()
    var top = 6.0
    for line in TextMeasure.wrapped(chart.title, size: titleSize * 1.06, width: width - 2 * margin) {
      top += 19
      picture.text(line, margin, top - 2, "head")
    }
    top += 8
    let height =
      switch chart.plot {
      case .rows(let plot): RowDrawing(plot).draw(into: &picture, top: top)
      case .lines(let plot): LineDrawing(plot).draw(into: &picture, top: top)
      }
    return frame(chart, style: style, height: height.rounded(.up), body: picture.body)
  }

  private static func frame(_ chart: Chart, style: String?, height: Double, body: String) -> String {
    let size = (width: Markup.number(width), height: Markup.number(height))
    let own = "xmlns=\"http://www.w3.org/2000/svg\" width=\"\(size.width)\" height=\"\(size.height)\" "
    let frame = "class=\"chart\" viewBox=\"0 0 \(size.width) \(size.height)\" role=\"img\""
    return "<svg \(style == nil ? "" : own)\(frame)>\n<title>\(Markup.escaped(chart.title))</title>\n"
      + "<desc>\(Markup.escaped(chart.sentence))</desc>\n" + (style.map { "<style>\n\($0)</style>\n" } ?? "")
      + "<rect class=\"paper\" width=\"\(size.width)\" height=\"\(size.height)\"/>\n\(body)</svg>"
  }
}
