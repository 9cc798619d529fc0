/// The style sheet of charts, the same in a page and in a file of its own.
///
/// It names each colour as it is and no variables, so that programs which know little of CSS draw the light one.
enum ChartStyle {
  static var css: String {
    let shapes = """
      .chart{font:13px system-ui,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
      .chart .head{font-size:15px;font-weight:600}
      .chart .strong{font-weight:600}
      .chart .end{text-anchor:end}
      .chart .mid{text-anchor:middle}
      .chart .tick{font-size:12px}
      .chart .ref{stroke-width:1.5}
      .chart .limit{stroke-width:1.2}
      .chart .lead{stroke-width:.8;stroke-dasharray:1 3}
      .chart .ci{stroke-width:2.5}
      .chart .thin{stroke-width:1.2}
      .chart .bar{fill-opacity:.25}
      .chart .mark{stroke-width:1.6;stroke-linejoin:round}
      .chart .line{stroke-width:2;stroke-linejoin:round}
      .chart .dash{stroke-dasharray:6 4}
      .chart .dots{stroke-width:5;stroke-linecap:round}
      .chart .off{stroke-width:1.6}

      """
    return shapes + colours(.light) + "@media screen and (prefers-color-scheme:dark){\n\(colours(.dark))}\n"
  }

  private static func colours(_ palette: Palette) -> String {
    let hues = palette.hues.enumerated().map { ".chart .a\($0.offset){fill:\($0.element);stroke:\($0.element)}\n" }
    // What has no inside comes last, since marks of one hue are given both.
    let outlines = ["line", "ci", "thin", "dots", "off", "grid", "ref", "limit", "lead"].map { ".chart .\($0)" }
    return """
      .chart .paper{fill:\(palette.paper);stroke:none}
      .chart text{fill:\(palette.ink);stroke:none}
      .chart .dim{fill:\(palette.dim)}
      .chart .grid{stroke:\(palette.faint)}
      .chart .ref,.chart .lead{stroke:\(palette.dim)}
      .chart .limit,.chart .off{stroke:\(palette.ink)}
      .chart .key{fill:\(palette.dim);stroke:\(palette.dim)}
      \(hues.joined()).chart .hollow{fill:\(palette.paper)}
      .chart .bar{stroke:none}
      \(outlines.joined(separator: ",")){fill:none}

      """
  }
}
