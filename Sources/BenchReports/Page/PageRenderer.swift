/// Draws a page as one HTML file that needs no network and no script.
package enum PageRenderer {
  package static func text(_ page: Page) -> String {
    let sections = page.sections.filter { !$0.isEmpty }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(Markup.escaped(page.title))</title>
      <style>
      \(PageStyle.css)\(ChartStyle.css)</style>
      </head>
      <body>
      <header>
      <h1>\(Markup.escaped(page.title))</h1>
      \(facts(page.facts))\(HtmlBlocks.remarks(page.remarks))</header>
      <main>
      \(contents(sections))\(sections.enumerated().map { section($0.element, number: $0.offset) }.joined())</main>
      </body>
      </html>

      """
  }

  private static func facts(_ facts: [Page.Fact]) -> String {
    guard !facts.isEmpty else { return "" }
    let rows = facts.map { "<div><dt>\(Markup.escaped($0.name))</dt><dd>\(Markup.escaped($0.value))</dd></div>\n" }
    return "<dl>\n\(rows.joined())</dl>\n"
  }

  /// Links to the sections, if there are several.
  private static func contents(_ sections: [Page.Section]) -> String {
    guard sections.count > 1 else { return "" }
    let links = sections.enumerated().map {
      "<li><a href=\"#s\($0.offset)\">\(Markup.escaped($0.element.title))</a></li>\n"
    }
    return "<nav aria-label=\"Sections\"><ul>\n\(links.joined())</ul></nav>\n"
  }

  private static func section(_ section: Page.Section, number: Int) -> String {
    "<section id=\"s\(number)\"\(section.charts.isEmpty ? "" : " class=\"drawn\"")>\n<h2>\(Markup.escaped(section.title))</h2>\n"
      + (section.charts.isEmpty ? "" : "<div class=\"charts\">\n\(section.charts.map(figure).joined())</div>\n")
      + section.blocks.map(HtmlBlocks.text).joined() + "</section>\n"
  }

  private static func figure(_ chart: Chart) -> String {
    "<figure id=\"\(Markup.escaped(chart.name))\">\n\(ChartDrawing.inline(chart))\n"
      + "<figcaption>\(Markup.escaped(chart.sentence))</figcaption>\n</figure>\n"
  }
}
