package import BenchStatistics

/// Lines over a numeric axis, each with its name at its end.
package struct LinePlot: Hashable, Sendable {
  package struct Point: Hashable, Sendable {
    package var x: Double
    package var y: Double
    package var interval: ValueInterval?
    /// Whether the line is broken before the point, since it cannot be compared with the one before.
    package var beginsAnew = false
  }

  package struct Series: Hashable, Sendable {
    package var label: String
    package var style: ArmStyle
    /// By rising `x`.
    package var points: [Point]
  }

  package var x: ChartAxis
  package var y: ChartAxis
  package var series: [Series]

  var xs: [Double] { series.flatMap { $0.points.map(\.x) } }
  var ys: [Double] {
    let points = series.flatMap(\.points)
    let ends = points.compactMap(\.interval).flatMap { [$0.low, $0.high] }
    return points.map(\.y) + ends
  }
}
