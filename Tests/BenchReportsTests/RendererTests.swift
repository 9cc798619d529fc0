import BenchReports
import BenchStatistics
import Testing

@Suite("One report, drawn twice")
struct RendererTests {
  private var report: Report {
    var report = Report(title: "A report")
    report.add(
      ReportTable(
        title: "noop, 2 at once",
        columns: [.init("arm", .leading), .init("median"), .init("vs serial"), .init("verdict", .leading)],
        rows: [
          .init([
            .text("a_b|c"), .value(1_240_000, .nanoseconds, ValueInterval(low: 980_000, high: 1_500_000, level: 0.95)),
            .ratio(1.9, ValueInterval(low: 1.85, high: 1.95, level: 0.95)), .text("better"),
          ]),
          .init([.text("long-label"), .missing, .ratioChange(1.2, nil), .missing], remarks: ["3 of 14 failed: <b>"]),
        ]))
    report.add(remarks: ["Machine: stable.", "Control: 1.00x [1.00, 1.00]."])
    return report
  }

  @Test("as text, columns are aligned and remarks stand beside their row")
  func console() {
    let expected = """
      A report

      noop, 2 at once
      arm                      median           vs serial  verdict
      a_b|c       1.24 ms [0.98, 1.50]  1.90x [1.85, 1.95]  better
      long-label                    -          1.20x -> -  -        3 of 14 failed: <b>

      Machine: stable.
      Control: 1.00x [1.00, 1.00].

      """
    let lines = ConsoleRenderer.text(report).split(separator: "\n", omittingEmptySubsequences: false)
    let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.map { $0.split(separator: " ") } == wanted.map { $0.split(separator: " ") })
    // The column of verdicts begins at one place in every line.
    let starts = lines[3...5].compactMap { line in
      ["verdict", "better", "-        3"].compactMap { line.firstRange(of: $0)?.lowerBound.utf16Offset(in: line) }.first
    }
    #expect(starts.count == 3 && Set(starts).count == 1, "\(starts)")
  }

  @Test("a table that a page may fold is closed in Markdown, with the number of its rows, and whole as text")
  func folded() {
    var table = ReportTable(title: "pass", columns: [.init("test", .leading)], rows: [.init([.text("a")])])
    table.isFolded = true
    let report = Report(blocks: [.table(table)])
    let expected = "<details><summary>pass, 1</summary>\n\n| test |\n| --- |\n| a |\n\n</details>\n"
    #expect(MarkdownRenderer.text(report) == expected)
    #expect(ConsoleRenderer.text(report).contains("pass\ntest\na"))
  }

  @Test("as Markdown, nothing that an arm is called or has printed becomes a mark")
  func markdown() {
    let expected = #"""
      ## A report

      ### noop, 2 at once

      | arm | median | vs serial | verdict |
      | --- | ---: | ---: | --- |
      | a\_b\|c | 1.24 ms \[0.98, 1.50\] | 1.90x \[1.85, 1.95\] | better |
      | long-label | - | 1.20x -\> - | - |

      - long-label: 3 of 14 failed: \<b\>

      - Machine: stable.
      - Control: 1.00x \[1.00, 1.00\].

      """#
    #expect(MarkdownRenderer.text(report) == expected)
  }

  @Test("an empty report is no text")
  func empty() {
    #expect(ReportFormat.allCases.allSatisfy { $0.text(Report()).isEmpty })
  }
}
