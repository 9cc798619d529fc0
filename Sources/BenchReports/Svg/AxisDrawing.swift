/// Draws an axis: its grid, its labels and its title.
struct AxisDrawing {
  /// What an axis below a plot needs.
  static let horizontalHeight = 44.0
  private static let tickSize = 12.0
  /// About what a label needs of a horizontal axis.
  private static let tickRoom = 60.0

  let scale: AxisScale
  let axis: ChartAxis

  /// An axis below a plot with lines across its strips; labels that would touch the one before are left out.
  func drawHorizontal(
    into picture: inout SvgPicture, across strips: [ClosedRange<Double>], bottom: Double, left: Double = 0
  ) {
    let wanted = max(2, Int((scale.end - scale.start) / Self.tickRoom))
    let ticks = AxisTicks.values(scale, axis.unit, wanted: wanted)
    for tick in ticks { picture.lines(at: scale.place(tick), across: strips, "grid") }
    var free = -1.0
    for tick in ticks {
      let label = AxisTicks.label(tick, axis.unit)
      let half = TextMeasure.width(label, size: Self.tickSize) / 2
      let x = min(max(scale.place(tick), left + half + 1), ChartDrawing.width - half - 1)
      guard x - half >= free else { continue }
      picture.text(label, x, bottom + 16, "tick dim mid")
      free = x + half + 6
    }
    let title = TextMeasure.fitted(axis.title, size: ChartDrawing.textSize, width: ChartDrawing.width - 16)
    picture.text(title, ChartDrawing.width / 2, bottom + 34, "dim mid")
  }

  /// An axis at the left of a plot with lines across it.
  func drawVertical(into picture: inout SvgPicture, left: Double, right: Double) {
    for tick in AxisTicks.values(scale, axis.unit, wanted: 5) {
      let y = scale.place(tick)
      picture.line((left, y), (right, y), "grid")
      picture.text(AxisTicks.label(tick, axis.unit), left - 6, y + 4, "tick dim end")
    }
  }

  /// How wide the labels of a vertical axis are.
  var labelWidth: Double {
    AxisTicks.values(scale, axis.unit, wanted: 5)
      .map { TextMeasure.width(AxisTicks.label($0, axis.unit), size: Self.tickSize) }.max() ?? 0
  }
}
