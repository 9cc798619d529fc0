package import BenchStatistics

/// Rows under each other that share one axis.
package struct RowPlot: Hashable, Sendable {
  /// A line across all rows, as that of the baseline.
  package struct Reference: Hashable, Sendable {
    package var value: Double
  }

  /// What the texts at the end of each row are, and the shape of their points if a row has several.
  package struct Column: Hashable, Sendable {
    package var title: String
    package var shape: MarkShape?
  }

  /// A value of a row with its interval.
  package struct Point: Hashable, Sendable {
    package var value: Double
    package var interval: ValueInterval?
    package var shape: MarkShape
    /// Whether the mark is hollow: an undecided comparison, or else a variant of a strategy.
    package var isHollow = false
  }

  /// A single round.
  package struct Round: Hashable, Sendable {
    /// Where it stands on the axis.
    package var position: Double
    /// The value as it was measured.
    package var value: Double
    package var isDisturbed: Bool
  }

  package struct Row: Hashable, Sendable {
    /// What stands above the row, because a group of rows begins with it.
    package var heading: String?
    package var label: String
    package var style: ArmStyle
    /// A text for each column.
    package var texts: [String]
    package var points: [Point] = []
    package var rounds: [Round] = []
    /// Values that the row is judged by, drawn as ticks.
    package var limits: [Double] = []
  }

  package var axis: ChartAxis
  package var columns: [Column]
  package var rows: [Row]
  package var reference: Reference?
  /// Whether values are lengths from 0, so that bars may be drawn.
  package var hasBars = false

  var values: [Double] {
    var values: [Double] = reference.map { [$0.value] } ?? []
    for row in rows {
      values += row.rounds.map(\.position) + row.limits
      for point in row.points { values += point.reach }
    }
    return values
  }
}

extension RowPlot.Point {
  /// The value and the ends of its interval.
  fileprivate var reach: [Double] { [value] + (interval.map { [$0.low, $0.high] } ?? []) }
}
