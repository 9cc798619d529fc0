import BenchFixtures
import BenchModel
import BenchReports
import Testing

@Suite("The table fits the terminal")
struct TextLayoutTests {
  private func lines(columns: Int?, isUnicode: Bool = false) -> [String] {
    var fixture = RunFixture()
    fixture.arms = ["serial", "process-per-task", "thread-pool", "concurrent-perform"].map { RunFixture.arm($0) }
    fixture.speed = ["thread-pool": 1.9, "process-per-task": 0.5]
    fixture.adjust = { repetition, record in
      record.spawnNs = [HistogramBucket(value: 71_000, count: 2)]
      if repetition.arm.label == "serial" { record.widthEffectiveN = 1 }
    }
    let layout = TextLayout(columns: columns, isUnicode: isUnicode)
    return ConsoleRenderer.text(RunReport.report(fixture.results), layout).split(separator: "\n").map(String.init)
  }

  private func header(_ lines: [String]) -> [String] {
    lines[lines.firstIndex { $0.hasPrefix("arm ") } ?? 0].split(separator: "  ").map { $0.trimming() }
  }

  @Test("no line is longer than the terminal, remarks and answers included", arguments: [40, 60, 80, 100, 120, 200])
  func fits(columns: Int) {
    let lines = lines(columns: columns)
    #expect(lines.allSatisfy { $0.count <= columns }, "\(lines.filter { $0.count > columns })")
    #expect(lines.contains { $0.contains("ran 1 of 2") })
  }

  @Test("80 columns have what a decision needs, with the interval of the ratio")
  func usual() {
    let lines = lines(columns: 80)
    #expect(header(lines) == ["arm", "results", "throughput", "trip p50", "vs serial"])
    let row = lines.first { $0.hasPrefix("thread-pool ") } ?? ""
    #expect(row.contains(" 6.33 k/s   50.0 us ") && row.hasSuffix(" 1.90x [1.90, 1.90]"), "\(row)")
    #expect(!lines.joined().contains("#"))
  }

  @Test("40 columns keep the arm, its throughput and its ratio, without the interval")
  func narrow() {
    let lines = lines(columns: 40)
    #expect(lines[1].split(separator: " ") == ["arm", "throughput", "vs", "serial"])
    #expect(lines.contains { $0.hasPrefix("thread-pool ") && $0.hasSuffix("6.33 k/s     1.90x") })
  }

  @Test("120 columns have bars, in the characters that there are")
  func bars() throws {
    let ascii = lines(columns: 120)
    #expect(header(ascii).contains("startup") && !header(ascii).contains("teardown"))
    #expect(ascii.contains { $0.hasPrefix("thread-pool ") && $0.contains("##########") })
    #expect(ascii.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
    let blocks = lines(columns: 120, isUnicode: true)
    // 0.5 / 1.9 of ten characters are 21 eighths.
    #expect(blocks.contains { $0.hasPrefix("process-per-task ") && $0.hasSuffix("\u{2588}\u{2588}\u{258B}") })
  }

  @Test("a wide layout has everything, and no layout has a colour")
  func wide() {
    #expect(header(lines(columns: nil)).count == 10)
    #expect([40, 80, 120, nil].allSatisfy { !lines(columns: $0, isUnicode: true).joined().contains("\u{1B}") })
  }

  @Test("tables of single metrics drop their counts first")
  func metricTable() {
    let report = RunReport.report(RunFixture().results, metrics: [.throughput])
    func text(_ columns: Int) -> String { ConsoleRenderer.text(report, TextLayout(columns: columns)) }
    #expect(text(120).contains("  disturbed\n") && text(120).contains("  rounds  "))
    #expect(!text(40).contains(" rounds ") && !text(40).contains("disturbed\n"))
    #expect(text(40).contains("verdict") && !text(40).contains("1.00x [1.00, 1.00] "))
  }

  @Test("the width is the terminal's, else that of COLUMNS, else 80")
  func width() {
    func columns(_ terminal: Int?, _ variables: [String: String] = [:], wide: Bool = false) -> Int? {
      TextLayout(terminalColumns: terminal, isWide: wide) { variables[$0] }.columns
    }
    #expect(columns(120, ["COLUMNS": "50"]) == 120)
    #expect(columns(nil, ["COLUMNS": "50"]) == 50)
    #expect(columns(nil) == 80)
    #expect(["", "wide", "0", "-5"].allSatisfy { columns(nil, ["COLUMNS": $0]) == 80 })
    #expect(columns(120, wide: true) == nil)
  }

  @Test("the characters are those of the locale, in which LC_ALL goes before LC_CTYPE before LANG")
  func locale() {
    func isUnicode(_ variables: [String: String]) -> Bool {
      TextLayout(terminalColumns: nil, isWide: false) { variables[$0] }.isUnicode
    }
    #expect(isUnicode(["LANG": "de_DE.UTF-8"]) && isUnicode(["LANG": "C.utf8"]) && !isUnicode([:]))
    #expect(!isUnicode(["LC_ALL": "C", "LANG": "de_DE.UTF-8"]) && isUnicode(["LC_ALL": "", "LANG": "C.UTF-8"]))
    #expect(!isUnicode(["LC_CTYPE": "de_DE.ISO-8859-1", "LANG": "de_DE.UTF-8"]))
  }
}

extension Substring {
  fileprivate func trimming() -> String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
