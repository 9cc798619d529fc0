import BenchStatistics

/// From values to places along an axis.
struct AxisScale {
  let isLogarithmic: Bool
  /// The ends in values; above 0 if logarithmic.
  let low: Double
  let high: Double
  /// The ends in pixels.
  let start: Double
  let end: Double

  /// A scale over all values with some room at both ends, or from the anchor 0 on.
  init(_ axis: ChartAxis, _ values: [Double], start: Double, end: Double) {
    let isLogarithmic = axis.isLogarithmic
    let usable = (values + (axis.anchor.map { [$0] } ?? [])).filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
    var low = usable.min() ?? 1
    var high = usable.max() ?? 1
    if isLogarithmic {
      if high / low < 1.1 {
        low /= 1.05
        high *= 1.05
      }
      let room = ((high / low).naturalLogarithm * 0.03).exponential
      low /= room
      high *= room
    } else {
      let isFromZero = axis.anchor == 0 && low >= 0
      let span = high > low ? high - low : max(high.magnitude, 1)
      high += span * 0.04
      low = isFromZero ? 0 : low - span * 0.04
    }
    self.init(isLogarithmic: isLogarithmic, low: low, high: high, start: start, end: end)
  }

  init(isLogarithmic: Bool, low: Double, high: Double, start: Double, end: Double) {
    self.isLogarithmic = isLogarithmic
    self.low = low
    self.high = high
    self.start = start
    self.end = end
  }

  /// The place of a value, at an end of the axis if it lies beyond.
  func place(_ value: Double) -> Double {
    let kept = min(max(value, low), high)
    let share =
      isLogarithmic ? (kept / low).naturalLogarithm / (high / low).naturalLogarithm : (kept - low) / (high - low)
    return start + (end - start) * share
  }
}
