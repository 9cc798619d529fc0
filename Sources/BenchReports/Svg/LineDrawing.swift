import BenchResults
import BenchStatistics

/// Draws lines, each with its name at its end.
struct LineDrawing {
  private static let labelStep = 15.0
  private let plot: LinePlot

  init(_ plot: LinePlot) { self.plot = plot }

  /// Draws the plot and returns where it ends.
  func draw(into picture: inout SvgPicture, top: Double) -> Double {
    let first = top + 20
    let bottom = first + max(200, Double(plot.series.count) * Self.labelStep + 20)
    let y = AxisScale(plot.y, plot.ys, start: bottom, end: first + 6)
    let vertical = AxisDrawing(scale: y, axis: plot.y)
    let left = ChartDrawing.margin + vertical.labelWidth + 8
    let right = ChartDrawing.width - min(190, labelWidth + 18) - ChartDrawing.margin
    let x = AxisScale(plot.x, plot.xs, start: left + 6, end: right - 6)
    picture.text(
      TextMeasure.fitted(plot.y.title, size: ChartDrawing.textSize, width: ChartDrawing.width - 16),
      ChartDrawing.margin,
      top + 10, "dim")
    vertical.drawVertical(into: &picture, left: left, right: right)
    AxisDrawing(scale: x, axis: plot.x).drawHorizontal(
      into: &picture, across: [first...bottom], bottom: bottom, left: left - 10)
    for series in plot.series { draw(series, into: &picture, x, y) }
    drawLabels(into: &picture, x, y, at: right, first: first, bottom: bottom)
    return bottom + AxisDrawing.horizontalHeight
  }

  private var labelWidth: Double {
    plot.series.map { TextMeasure.width($0.label, size: ChartDrawing.textSize) }.max() ?? 0
  }

  private func draw(_ series: LinePlot.Series, into picture: inout SvgPicture, _ x: AxisScale, _ y: AxisScale) {
    let hue = "a\(series.style.hue)"
    picture.group(["data-arm": series.label, "class": hue], title: series.label) { group in
      let line = series.points.enumerated().map { index, point in
        (index == 0 || point.beginsAnew ? "M" : "L")
          + "\(Markup.number(x.place(point.x))),\(Markup.number(y.place(point.y)))"
      }
      group.path(line.joined(), "line \(hue)\(series.style.isVariant ? " dash" : "")")
      for point in series.points {
        let place = (x.place(point.x), y.place(point.y))
        if let interval = point.interval {
          group.line((place.0, y.place(interval.low)), (place.0, y.place(interval.high)), "thin \(hue)")
        }
        group.add(
          Markup.element(
            "path",
            [
              "d": Marks.path(series.style.shape, place.0, place.1, radius: 4),
              "class": "mark \(hue)\(series.style.isVariant ? " hollow" : "")", "data-x": CsvNumber.text(point.x),
              "data-value": CsvNumber.text(point.y), "data-low": point.interval.map { CsvNumber.text($0.low) },
              "data-high": point.interval.map { CsvNumber.text($0.high) },
            ]))
      }
    }
  }

  /// Names beside the ends of their lines, moved apart where they would touch.
  private func drawLabels(
    into picture: inout SvgPicture, _ x: AxisScale, _ y: AxisScale, at right: Double, first: Double, bottom: Double
  ) {
    let ends = plot.series.compactMap { series in
      series.points.last.map { (series: series, y: y.place($0.y), x: x.place($0.x)) }
    }
    .sorted { $0.y < $1.y }
    let places = Self.spread(ends.map(\.y), step: Self.labelStep, low: first, high: bottom - 6)
    for (end, place) in zip(ends, places) {
      picture.line((end.x + 5, end.y), (right + 5, place), "lead")
      let label = TextMeasure.fitted(
        end.series.label, size: ChartDrawing.textSize, width: ChartDrawing.width - right - ChartDrawing.margin - 2)
      picture.text(label, right + 8, place + 4)
    }
  }

  /// Rising places moved apart by at least `step` within the bounds, as near to where they were as one pass finds.
  static func spread(_ places: [Double], step: Double, low: Double, high: Double) -> [Double] {
    var moved = places
    for index in moved.indices { moved[index] = max(moved[index], index == 0 ? low : moved[index - 1] + step) }
    var limit = high
    for index in moved.indices.reversed() {
      moved[index] = min(moved[index], limit)
      limit = moved[index] - step
    }
    return moved
  }
}
