import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchReports
import BenchResults
import Testing

/// Every number in a picture is one of the result files, as both say it.
@Suite("The numbers of charts")
struct ChartDataTests {
  /// A stored run with what its pictures show.
  private struct Drawn: Sendable {
    let directory: RunDirectory
    let results: RunResults
    let summary: [TableRow]
    let charts: [[Chart]]

    init(_ directory: RunDirectory) throws {
      self.directory = directory
      results = try directory.results()
      summary = try directory.rows(of: .summary)
      charts = RunCharts(results, styles: ChartFixture.styles).cells
    }

    /// The charts of each cell whose name begins with a word, as files.
    func pictures(_ word: String) -> [(cell: Cell, arms: [DrawnArm])] {
      zip(results.cells, charts).flatMap { cell, charts in
        charts.filter { $0.name.hasPrefix("\(word)-\(cell.cell.workload)") }
          .map { (cell.cell, DrawnArm.all(in: ChartDrawing.file($0))) }
      }
    }

    func row(_ metric: String, _ arm: String, _ cell: Cell) -> TableRow? {
      summary.first {
        $0[text: "metric"] == metric && $0[text: "arm"] == arm && isOf($0, cell)
      }
    }

    func isOf(_ row: TableRow, _ cell: Cell) -> Bool {
      row[text: "workload"] == cell.workload && row[integer: "task_duration_ns"] == cell.taskDurationNs
        && row[integer: "width_n"] == cell.width.count
    }
  }

  /// Read once: a run's histograms take a while.
  private static let stored = Result {
    try [Drawn(ChartFixture.reference())] + StoredRunFixture.allCases.map { try Drawn($0.open()) }
  }

  private func runs() throws -> [Drawn] { try Self.stored.get() }

  private func verdict(_ run: Drawn, _ arm: String, _ cell: Cell) -> Verdict? {
    run.results.summary("throughput", of: arm, in: cell)?.comparison.verdict
  }

  @Test("throughput and ratios are those of summary.csv, with their intervals")
  func summary() throws {
    for run in try runs() {
      for (cell, arms) in run.pictures("throughput") {
        #expect(arms.count == run.summary.count { $0[text: "metric"] == "throughput" && run.isOf($0, cell) })
        for arm in arms {
          let row = try #require(run.row("throughput", arm.label, cell))
          #expect(arm.marks == [[row[text: "median"], row[text: "ci_low"], row[text: "ci_high"]]])
        }
      }
      for (cell, arms) in run.pictures("ratio") {
        for arm in arms {
          let row = try #require(run.row("throughput", arm.label, cell))
          #expect(arm.marks == [[row[text: "ratio_median"], row[text: "ratio_ci_low"], row[text: "ratio_ci_high"]]])
          let verdict = try #require(run.results.summary("throughput", of: arm.label, in: cell)?.comparison.verdict)
          #expect(arm.texts.last?.hasSuffix(" \(verdict.rawValue)") == true)
        }
      }
    }
  }

  @Test("round trips, costs and memory are those of summary.csv")
  func metrics() throws {
    let parts = [
      "round-trip": ["roundtrip_p50", "roundtrip_p99"], "cost": ["startup", "spawn_p50", "teardown", "reap_p50"],
      "memory": ["rss_growth", "peak_rss", "workers_pss"],
    ]
    for run in try runs() {
      for (word, metrics) in parts {
        for (cell, arms) in run.pictures(word) {
          for arm in arms {
            let drawn = arm.marks.compactMap { $0[0] }
            let rows = metrics.compactMap { run.row($0, arm.label, cell)?[text: "median"] }
            #expect(Set(rows).isSubset(of: drawn), "\(word) of \(arm.label) in \(cell.title): \(drawn), \(rows)")
            #expect(word == "round-trip" || drawn == rows)
          }
        }
      }
    }
  }

  @Test("every judged round is a dot, and the disturbed ones are crossed")
  func rounds() throws {
    for run in try runs() {
      let rows = try run.directory.rows(of: .repetitions).filter {
        $0[text: "phase"] == "measure" && $0[text: "status"] == "ok"
      }
      for (cell, arms) in run.pictures("rounds") {
        for arm in arms {
          let own = rows.filter {
            $0[text: "arm"] == arm.label && $0[text: "workload"] == cell.workload
          }.sorted { ($0[integer: "round"] ?? 0) < ($1[integer: "round"] ?? 0) }
          let values = own.map { ($0[text: "throughput_per_s"] ?? "") + ($0[boolean: "is_disturbed"] ? "!" : "") }
          #expect(arm.rounds == values, "\(arm.label) in \(cell.title)")
        }
      }
    }
  }

  @Test("what stands beside a mark is its number, as the tables write it")
  func texts() throws {
    let run = try runs()[0]
    let shown = ConsoleRenderer.text(RunReport.report(run.results))
    for (_, arms) in run.pictures("throughput") {
      for arm in arms {
        let value = try #require(arm.texts.last?.components(of: " [").first)
        #expect(shown.contains(" \(value) "), "\(value)")
      }
    }
  }

  @Test("a sentence names an arm only under its own verdict")
  func sentences() throws {
    let words: [String: Set<Verdict>] = [
      "better": [.better, .faster], "worse": [.worse, .slower], "the same": [.same], "undecided": [.undecided],
    ]
    for run in try runs() {
      for (cell, charts) in zip(run.results.cells, run.charts) {
        let chart = try #require(charts.first { $0.name.hasPrefix("ratio") })
        let clauses = chart.sentence.components(of: ". ")[0].components(of: ": ").dropFirst().joined(separator: ": ")
        var named = 0
        for clause in clauses.components(of: "; ") {
          let verdicts = try #require(words[clause.components(of: ": ")[0]])
          for arm in clause.components(of: ": ")[1].components(of: ", ") {
            let parts = arm.components(of: " ")
            let comparison = try #require(run.results.summary("throughput", of: parts[0], in: cell.cell)?.comparison)
            #expect(comparison.verdict.map(verdicts.contains) == true, "\(arm) in \(cell.cell.title)")
            named += 1
          }
        }
        let judged = cell.arms.filter {
          verdict(run, $0.label, cell.cell).map { $0 != .baseline } ?? false
        }
        #expect(named == judged.count)
      }
    }
  }
}
