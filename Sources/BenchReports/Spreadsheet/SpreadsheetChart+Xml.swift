extension SpreadsheetChart {
  /// The size and the distance of charts in centimetres.
  static let size = (width: 26.0, height: 8.0)
  /// Colours that people tell apart who see few.
  private static let colours = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#7f7f7f", "#8a5a00", "#5e3c99",
  ]

  /// Writes the chart, which begins so many centimetres below the top of its sheet.
  func write(to xml: inout XmlText, at y: Double) {
    let (width, height) = ("\(Self.size.width)cm", "\(Self.size.height)cm")
    let ranges = [categories] + series.map(\.value)
    xml.element(
      "draw:frame",
      ["draw:style-name": "frame", "svg:x": "0.2cm", "svg:y": "\(y)cm", "svg:width": width, "svg:height": height]
    ) { xml in
      xml.element("draw:object", ["draw:notify-on-update-of-ranges": ranges.joined(separator: " ")]) { xml in
        xml.element("office:document", SpreadsheetNames.document("chart")) { xml in
          xml.element("office:automatic-styles") { writeStyles(&$0) }
          xml.element("office:body") { xml in
            xml.element("office:chart") { xml in
              xml.element(
                "chart:chart",
                ["svg:width": width, "svg:height": height, "chart:class": chartClass, "chart:style-name": "chart"]
              ) { writeParts(&$0) }
            }
          }
        }
      }
    }
    xml.lineBreak()
  }

  /// The chart's class: dots are lines in a chart of bars, so that the first one does not stand on the axis.
  private var chartClass: String { hasNumbers ? "chart:scatter" : "chart:bar" }

  private var seriesClass: String {
    switch shape {
    case .bars: "chart:bar"
    case .dots: "chart:line"
    case .lines, .scattered: "chart:scatter"
    }
  }

  private var hasNumbers: Bool { shape == .lines || shape == .scattered }

  private func writeParts(_ xml: inout XmlText) {
    xml.element("chart:title", ["chart:style-name": "title"]) { $0.element("text:p") { $0.write(title) } }
    if series.count > 1 { xml.element("chart:legend", ["chart:legend-position": "end", "chart:style-name": "legend"]) }
    xml.element("chart:plot-area", ["chart:style-name": "plot"]) { xml in
      writeAxis("x", rowTitle, &xml) { xml in
        if !hasNumbers { xml.element("chart:categories", ["table:cell-range-address": categories]) }
      }
      writeAxis("y", axisTitle, &xml) {
        $0.element("chart:grid", ["chart:class": "major", "chart:style-name": "grid"])
      }
      for (index, series) in series.enumerated() { write(series, index, &xml) }
      xml.element("chart:wall", ["chart:style-name": "wall"])
    }
  }

  private func writeAxis(_ name: String, _ title: String, _ xml: inout XmlText, content: (inout XmlText) -> Void) {
    xml.element(
      "chart:axis", ["chart:dimension": name, "chart:name": "primary-\(name)", "chart:style-name": name]
    ) { xml in
      xml.element("chart:title", ["chart:style-name": "text"]) { $0.element("text:p") { $0.write(title) } }
      content(&xml)
    }
  }

  private func write(_ series: Series, _ index: Int, _ xml: inout XmlText) {
    xml.element(
      "chart:series",
      [
        "chart:style-name": "series\(index)", "chart:class": seriesClass,
        "chart:values-cell-range-address": series.value, "chart:label-cell-address": series.header,
      ]
    ) { xml in
      if hasNumbers { xml.element("chart:domain", ["table:cell-range-address": series.positions]) }
      if series.minus != nil, series.plus != nil {
        xml.element("chart:error-indicator", ["chart:style-name": "error\(index)", "chart:dimension": "y"])
      }
      xml.element("chart:data-point", ["chart:repeated": "\(rowCount)"])
    }
  }
}

// Styles.
extension SpreadsheetChart {
  private func writeStyles(_ xml: inout XmlText) {
    xml.element("number:number-style", ["style:name": "grouped"]) { xml in
      xml.element(
        "number:number",
        ["number:decimal-places": "0", "number:min-integer-digits": "1", "number:grouping": "true"])
    }
    for name in ["chart", "wall", "legend"] {
      style(name, &xml) { xml in
        xml.element("style:graphic-properties", ["draw:stroke": "none", "draw:fill": "none"])
        if name == "legend" { xml.element("style:text-properties", ["fo:font-size": "9pt"]) }
      }
    }
    style("title", &xml) { $0.element("style:text-properties", ["fo:font-size": "12pt"]) }
    style("text", &xml) { $0.element("style:text-properties", ["fo:font-size": "9pt"]) }
    style("grid", &xml) { $0.element("style:graphic-properties", ["svg:stroke-color": "#d0d0d0"]) }
    style("plot", &xml) { xml in
      xml.element(
        "style:chart-properties", ["chart:data-series-source": "columns", "chart:treat-empty-cells": "leave-gap"])
    }
    axisStyle("x", isLogarithmic: hasLogarithmicRows, format: hasNumbers ? "grouped" : nil, &xml)
    axisStyle("y", isLogarithmic: isLogarithmic, format: hasLargeValues ? "grouped" : nil, &xml)
    for (index, series) in series.enumerated() {
      let colour = Self.colours[index % Self.colours.count]
      seriesStyle(index, colour, &xml)
      if let minus = series.minus, let plus = series.plus { errorStyle(index, minus: minus, plus: plus, colour, &xml) }
    }
  }

  private func style(
    _ name: String, format: String? = nil, _ xml: inout XmlText, content: (inout XmlText) -> Void
  ) {
    let attributes: XmlText.Attributes =
      if let format {
        ["style:name": name, "style:family": "chart", "style:data-style-name": format]
      } else {
        ["style:name": name, "style:family": "chart"]
      }
    xml.element("style:style", attributes, content: content)
  }

  private func axisStyle(_ name: String, isLogarithmic: Bool, format: String?, _ xml: inout XmlText) {
    style(name, format: format, &xml) { xml in
      xml.element(
        "style:chart-properties",
        [
          "chart:display-label": "true", "chart:logarithmic": isLogarithmic ? "true" : "false",
          "chart:text-overlap": "false", "text:line-break": "true", "chart:link-data-style-to-source": "false",
        ])
      xml.element("style:text-properties", ["fo:font-size": "8pt"])
    }
  }

  private func seriesStyle(_ index: Int, _ colour: String, _ xml: inout XmlText) {
    let hasLine = shape == .lines
    style("series\(index)", &xml) { xml in
      xml.element(
        "style:chart-properties",
        [
          "chart:symbol-type": shape == .bars ? "none" : "named-symbol",
          "chart:symbol-name": ["circle", "square", "diamond", "arrow-up"][index % 4],
          "chart:symbol-width": "0.22cm", "chart:symbol-height": "0.22cm",
        ])
      xml.element(
        "style:graphic-properties",
        [
          "draw:stroke": hasLine ? "solid" : "none", "svg:stroke-width": "0.05cm", "svg:stroke-color": colour,
          "draw:fill": "solid", "draw:fill-color": colour,
        ])
    }
  }

  private func errorStyle(_ index: Int, minus: String, plus: String, _ colour: String, _ xml: inout XmlText) {
    style("error\(index)", &xml) { xml in
      xml.element(
        "style:chart-properties",
        [
          "chart:error-category": "cell-range", "chart:error-lower-range": minus, "chart:error-upper-range": plus,
          "chart:error-lower-indicator": "true", "chart:error-upper-indicator": "true",
        ])
      xml.element(
        "style:graphic-properties",
        ["draw:stroke": "solid", "svg:stroke-color": shape == .bars ? "#000000" : colour])
    }
  }
}
