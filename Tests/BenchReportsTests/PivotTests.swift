import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchReports
import BenchResults
import Testing

@Suite("The pivot")
struct PivotTests {
  fileprivate var fixture: RunFixture {
    var fixture = RunFixture()
    fixture.speed["thread-pool"] = 1.5
    fixture.cells = [
      Cell(workload: "noop", width: .bounded(2)),
      Cell(workload: "sleep", distribution: "fixed", taskDurationNs: 10_000_000, width: .bounded(2)),
    ]
    return fixture
  }

  @Test("rows are what varies, columns the arms, fields the medians")
  func golden() throws {
    let expected = """
      workload,serial,thread-pool,serial-control
      noop,3333.33,5000,3333.33
      sleep,3333.33,5000,3333.33

      """
    #expect(try Pivot().csv(fixture.results) == expected)
  }

  @Test("a decimal comma comes with semicolons")
  func decimalComma() throws {
    let text = try Pivot(metric: "efficiency", decimalComma: true).csv(fixture.results)
    // Ideal: 1000 tasks of 10 ms, two at once, in 5 s; measured 0.3 s.
    #expect(text == "workload;serial;thread-pool;serial-control\nsleep;16,6667;25;16,6667\n")
  }

  @Test("the parameter that varies is found", arguments: [PivotAxis.taskDuration, .width, .payload])
  func varying(axis: PivotAxis) throws {
    var fixture = fixture
    fixture.cells = [1, 2].map { step in
      Cell(
        workload: "cpu", distribution: "fixed", taskDurationNs: axis == .taskDuration ? step * 1_000 : 1_000,
        payloadBytes: axis == .payload ? step * 64 : 64, width: axis == .width ? .bounded(step) : .bounded(2))
    }
    let lines = try Pivot().csv(fixture.results).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("\(axis.header),serial,"))
  }

  @Test("what else varies leads the rows, so that no two cells are merged")
  func leading() throws {
    var fixture = fixture
    fixture.cells = [1_000, 2_000].flatMap { duration in
      [Width.bounded(2), .unbounded].map { Cell(workload: "cpu", taskDurationNs: duration, width: $0) }
    }
    let lines = try Pivot(rows: "task_duration").csv(fixture.results).split(separator: "\n")
    #expect(lines[0].hasPrefix("width_n,task_duration_ns,serial"))
    #expect(
      lines.dropFirst().map { $0.split(separator: ",").prefix(2).joined(separator: " ") } == [
        "2 1000", "unbounded 1000", "2 2000", "unbounded 2000",
      ])
  }

  @Test("an arm without the metric has an empty field")
  func missing() throws {
    var fixture = fixture
    fixture.adjust = { if $0.arm.label == "thread-pool" { $1.spawnNs = [HistogramBucket(value: 5)] } }
    fixture.cells.removeLast()
    #expect(try Pivot(metric: "spawn_p50").csv(fixture.results) == "workload,thread-pool\nnoop,5\n")
    fixture.adjust = { if $0.arm.label == "thread-pool" { $1.startupNs = nil } }
    fixture.cells.append(Cell(workload: "cpu", width: .bounded(2)))
    fixture.adjust = { if $0.arm.label == "thread-pool", $0.cell.workload == "cpu" { $1.startupNs = nil } }
    #expect(try Pivot(metric: "startup").csv(fixture.results).hasSuffix("cpu,40000,,40000\n"))
  }

  @Test("a wrong name is answered with the names that exist")
  func wrongNames() throws {
    let metric = try #require(throws: PivotError.self) { try Pivot(metric: "speed") }
    #expect(metric.description.contains("'speed'") && metric.description.contains("throughput, roundtrip_p50"))
    let axis = try #require(throws: PivotError.self) { try Pivot(rows: "colour") }
    #expect(axis.description.contains("workload, task_duration, width, payload"))
    #expect(throws: PivotError.unknownColumns("shape")) { try Pivot(columns: "shape") }
    let results = fixture.results
    let measured = try #require(throws: PivotError.self) { try Pivot(metric: "workers_pss").csv(results) }
    #expect(measured.description.contains("choose one of throughput"))
  }

  @Test("arms that a column cannot tell apart are not merged")
  func ambiguous() throws {
    let control = fixture.results
    #expect(throws: PivotError.ambiguous(columns: .strategy, value: "serial")) {
      try Pivot(columns: "strategy").csv(control)
    }
    var plain = fixture
    plain.arms.removeLast()
    #expect(try Pivot(columns: "strategy").csv(plain.results).hasPrefix("workload,serial,thread-pool\n"))
  }
}

extension PivotTests {
  @Test("values that error bars need stand beside each other, a column for each arm and value")
  func values() throws {
    let pivot = try Pivot(values: ["median", "ci_low", "ci_high", "ratio"], decimalComma: true)
    let lines = try pivot.csv(fixture.results).split(separator: "\n")
    #expect(
      lines[0].hasPrefix(
        "workload;serial;serial_ci_low;serial_ci_high;serial_ratio;thread-pool;thread-pool_ci_low;thread-pool_ci_high;")
    )
    #expect(lines[1].hasPrefix("noop;3333,33;3300,33;3350,08;;5000;4950,5;5025,13;1,5;"), "\(lines[1])")
    #expect(try Pivot(values: ["ratio"]).csv(fixture.results).hasPrefix("workload,serial_ratio,thread-pool_ratio,"))
  }

  @Test("an unknown value is answered with those that exist")
  func unknownValue() throws {
    let error = try #require(throws: PivotError.self) { try Pivot(values: ["median", "mean"]) }
    #expect(error.description.contains("'mean'") && error.description.contains("median, ci_low, ci_high, ratio"))
  }
}
