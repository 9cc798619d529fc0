import BenchModel
import BenchResults
import BenchStatistics

/// Draws rows: each has its label and texts on a line, and its values in a strip below it.
struct RowDrawing {
  private static let inset = 30.0
  private static let lineHeight = 17.0
  private static let gap = 10.0
  private static let rowGap = 7.0

  private let plot: RowPlot
  private let columnWidths: [Double]
  /// Whether labels and texts do not fit on one line.
  private let isStacked: Bool
  private let stripHeight: Double

  init(_ plot: RowPlot) {
    self.plot = plot
    let size = ChartDrawing.textSize
    columnWidths = plot.columns.enumerated().map { index, column in
      let title = TextMeasure.width(column.title, size: size) + (column.shape == nil ? 0 : 14)
      return ([title] + plot.rows.map { TextMeasure.width($0.texts[index], size: size) }).max() ?? 0
    }
    let texts = columnWidths.reduce(0) { $0 + $1 + Self.gap }
    let labels = plot.rows.map { TextMeasure.width($0.label, size: size) }.max() ?? 0
    isStacked = labels + texts > ChartDrawing.width - 2 * ChartDrawing.margin
    stripHeight = plot.rows.contains { !$0.rounds.isEmpty } ? 26 : 17
  }

  /// Draws the plot and returns where it ends.
  func draw(into picture: inout SvgPicture, top: Double) -> Double {
    let isHeaded = plot.columns.contains { !$0.title.isEmpty }
    let first = top + (isHeaded ? Self.lineHeight : 0)
    let bottom = first + plot.rows.reduce(0) { $0 + height(of: $1) } + 2
    let scale = AxisScale(
      plot.axis, plot.values, start: Self.inset, end: ChartDrawing.width - Self.inset)
    let strips = strips(from: first)
    AxisDrawing(scale: scale, axis: plot.axis).drawHorizontal(into: &picture, across: strips, bottom: bottom)
    if let reference = plot.reference { picture.lines(at: scale.place(reference.value), across: strips, "ref") }
    if isHeaded { drawHead(into: &picture, y: top + 11) }
    var y = first
    for row in plot.rows {
      draw(row, into: &picture, y: y, scale)
      y += height(of: row)
    }
    return bottom + AxisDrawing.horizontalHeight
  }

  private func height(of row: RowPlot.Row) -> Double {
    let lines = 1 + (row.heading == nil ? 0 : 1) + (isStacked ? 1 : 0)
    return Double(lines) * Self.lineHeight + stripHeight + Self.rowGap
  }

  /// Where the strips of values are, from top to bottom.
  private func strips(from first: Double) -> [ClosedRange<Double>] {
    var y = first
    return plot.rows.map { row in
      y += height(of: row)
      return y - Self.rowGap - stripHeight...y - Self.rowGap
    }
  }

  /// The right ends of the columns.
  private var columnEnds: [Double] {
    var end = ChartDrawing.width - ChartDrawing.margin
    var ends: [Double] = []
    for width in columnWidths.reversed() {
      ends.append(end)
      end -= width + Self.gap
    }
    return ends.reversed()
  }

  private func drawHead(into picture: inout SvgPicture, y: Double) {
    for (column, end) in zip(plot.columns, columnEnds) {
      picture.text(column.title, end, y, "end dim")
      guard let shape = column.shape else { continue }
      let x = end - TextMeasure.width(column.title, size: ChartDrawing.textSize) - 9
      picture.path(Marks.path(shape, x, y - 4.5, radius: 4), "mark key")
    }
  }

  private func draw(_ row: RowPlot.Row, into picture: inout SvgPicture, y top: Double, _ scale: AxisScale) {
    var y = top + 12
    if let heading = row.heading {
      picture.text(
        TextMeasure.fitted(heading, size: ChartDrawing.textSize, width: ChartDrawing.width - 16), ChartDrawing.margin,
        y,
        "strong")
      y += Self.lineHeight
    }
    let style = row.style
    let description = "\(row.label): \(description(of: row))"
    picture.group(["data-arm": row.label, "class": "a\(style.hue)"], title: description) { group in
      group.text(
        TextMeasure.fitted(row.label, size: ChartDrawing.textSize, width: ChartDrawing.width - 16), ChartDrawing.margin,
        y, "")
      if isStacked { y += Self.lineHeight }
      for (text, end) in zip(row.texts, columnEnds) where !text.isEmpty { group.text(text, end, y, "end") }
      drawStrip(row, into: &group, middle: y + 5 + stripHeight / 2, scale)
    }
  }

  private func description(of row: RowPlot.Row) -> String {
    zip(plot.columns, row.texts).map { $0.title.isEmpty ? $1 : "\($0.title) \($1)" }.joined(separator: ", ")
  }

  private func drawStrip(_ row: RowPlot.Row, into group: inout SvgPicture, middle y: Double, _ scale: AxisScale) {
    let hue = "a\(row.style.hue)"
    if plot.hasBars, let value = row.points.first?.value {
      let width = Markup.number(scale.place(value) - scale.start)
      group.add(
        Markup.element(
          "rect",
          [
            "x": Markup.number(scale.start), "y": Markup.number(y - 5), "width": width, "height": "10",
            "class": "bar \(hue)",
          ]))
    }
    if row.points.count > 1, let low = row.points.map(\.value).min(), let high = row.points.map(\.value).max() {
      group.line((scale.place(low), y), (scale.place(high), y), "thin \(hue)")
    }
    for limit in row.limits {
      group.line((scale.place(limit), y - 7), (scale.place(limit), y + 7), "limit")
    }
    for point in row.points { draw(point, row.style, into: &group, y: y, scale) }
    RoundDots(rounds: row.rounds, hue: hue).draw(into: &group, middle: y, height: stripHeight - 8, scale)
  }

  private func draw(
    _ point: RowPlot.Point, _ style: ArmStyle, into group: inout SvgPicture, y: Double, _ scale: AxisScale
  ) {
    if let interval = point.interval {
      group.line((scale.place(interval.low), y), (scale.place(interval.high), y), "ci a\(style.hue)")
    }
    group.add(
      Markup.element(
        "path",
        [
          "d": Marks.path(point.shape, scale.place(point.value), y),
          "class": "mark a\(style.hue)\(point.isHollow ? " hollow" : "")",
          "data-value": CsvNumber.text(point.value), "data-low": point.interval.map { CsvNumber.text($0.low) },
          "data-high": point.interval.map { CsvNumber.text($0.high) },
        ]))
  }
}
