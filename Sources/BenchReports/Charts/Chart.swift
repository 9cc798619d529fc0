/// A picture as data: what it shows and what to see in it, without a word about how it is drawn.
///
/// A chart is built from the analysis once; ``ChartDrawing`` makes SVG of it, for a page and for a file of its own.
package struct Chart: Hashable, Sendable {
  /// The two ways to lay out data.
  package enum Plot: Hashable, Sendable {
    /// A row for each arm or test, values along one axis.
    case rows(RowPlot)
    /// Lines over a numeric axis.
    case lines(LinePlot)
  }

  /// The name of its file without the ending: lower-case letters, digits, points and hyphens.
  package var name: String
  package var title: String
  /// What to see, in a sentence that claims nothing which a verdict does not carry.
  package var sentence: String
  package var plot: Plot
}

/// An axis of a chart.
package struct ChartAxis: Hashable, Sendable {
  /// What the numbers of an axis are.
  package enum Unit: Hashable, Sendable {
    case metric(MetricUnit)
    /// How many times as much: `1.5x`.
    case factor
    /// Whole numbers of tasks, by their doublings.
    case tasks
    /// A change in percent: `+10 %`.
    case percent
    /// Names at whole positions from 0.
    case names([String])
  }

  package var title: String
  package var unit: Unit
  package var isLogarithmic: Bool
  /// A value that must be on the axis, as 1 for ratios; nil if none must.
  package var anchor: Double?
}

extension Chart {
  /// A name for a file from words: lower-case letters, digits and points stay, all else becomes a hyphen.
  static func name(_ words: String...) -> String {
    let marks = words.joined(separator: "-").lowercased().unicodeScalars.map { scalar -> Character in
      let isKept = scalar.isASCII && (scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value))
      return isKept || scalar == "." ? Character(scalar) : "-"
    }
    return String(marks).split(separator: "-").joined(separator: "-")
  }

  /// The charts with names that differ: of two cells with one short title, the second gets a number.
  static func withOwnNames(_ charts: [Chart]) -> [Chart] {
    var counts: [String: Int] = [:]
    return charts.map { chart in
      var chart = chart
      let count = counts[chart.name, default: 0] + 1
      counts[chart.name] = count
      if count > 1 { chart.name += "-n\(count)" }
      return chart
    }
  }
}
