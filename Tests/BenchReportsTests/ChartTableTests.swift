import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchResults
import Testing

@testable import BenchReports

@Suite("The data of a chart")
struct ChartTableTests {
  private var fixture: RunFixture {
    var fixture = RunFixture()
    fixture.speed["thread-pool"] = 1.5
    return fixture
  }

  private func cpu(_ duration: Int, width: Int) -> Cell {
    Cell(workload: "cpu", distribution: "fixed", taskDurationNs: duration, width: .bounded(width))
  }

  private func lines(_ preset: ChartPreset, _ fixture: RunFixture, decimalComma: Bool = false) throws -> [String] {
    try ChartTable(preset, of: fixture.results).csv(decimalComma: decimalComma).split(separator: "\n").map(String.init)
  }

  @Test("has a row for each arm, and beside each value the lengths of its error bar, not their ends")
  func byArm() throws {
    // The interval of serial is from 3300.33 to 3350.08, and half as much again.
    #expect(
      try lines(.throughput, fixture) == [
        "arm,noop width 2,noop width 2 minus,noop width 2 plus", "serial,3333.33,33,16.75",
        "thread-pool,5000,49.5,25.13", "serial-control,3333.33,33,16.75",
      ])
    #expect(
      try Array(lines(.throughput, fixture, decimalComma: true)[1...2]) == [
        "serial;3333,33;33;16,75", "thread-pool;5000;49,5;25,13",
      ])
  }

  @Test("of several metrics has a column for each, and none for one that no arm has")
  func metrics() throws {
    let header = try lines(.startUp, fixture)[0]
    #expect(header.contains("noop width 2 startup,noop width 2 startup minus,noop width 2 startup plus"))
    #expect(header.contains("noop width 2 teardown,") && !header.contains("spawn_p50"))
  }

  @Test("has a row for each width where the width varies, and where tasks really ran")
  func scaling() throws {
    var fixture = fixture
    fixture.cells = [1, 2, 8].map { cpu(1_000_000, width: $0) } + [cpu(9_000_000, width: 2)]
    fixture.adjust = { $1.widthEffectiveN = min($0.cell.width.count ?? 0, 2) }
    let lines = try lines(.scaling, fixture)
    #expect(lines[0].hasPrefix("width_n,serial,serial minus,serial plus,serial reached,thread-pool,"))
    #expect(lines.dropFirst().map { $0.split(separator: ",")[0] } == ["1", "2", "8"])
    #expect(lines.dropFirst().map { $0.split(separator: ",")[4] } == ["1", "2", "2"])
  }

  @Test("of one width is refused with what to do")
  func oneWidth() throws {
    let error = try #require(throws: ChartError.self) { try ChartTable(.scaling, of: fixture.results) }
    #expect(error.description.contains("--width"))
    let missing = try #require(throws: ChartError.self) { try ChartTable(.efficiency, of: fixture.results) }
    #expect(missing.description.contains("efficiency"))
  }

  @Test("of the efficiency goes by the duration of tasks where that varies, and by arms otherwise")
  func efficiency() throws {
    var fixture = fixture
    fixture.cells = [cpu(1_000_000, width: 2)]
    #expect(try lines(.efficiency, fixture)[0].hasPrefix("arm,cpu 1ms width 2,"))
    fixture.cells.append(cpu(10_000_000, width: 2))
    let lines = try lines(.efficiency, fixture)
    #expect(lines[0].hasPrefix("task_duration_ns,serial,serial minus,serial plus,thread-pool,"))
    #expect(lines[1].hasPrefix("1000000,") && lines[2].hasPrefix("10000000,"))
  }

  @Test("of the rounds has every round, and says which were disturbed")
  func rounds() throws {
    var fixture = fixture
    fixture.machine = {
      MachineSample(canaryNs: 1, isDisturbed: $0.round == 3 && $0.arm.label == "serial")
    }
    let lines = try lines(.rounds, fixture)
    #expect(lines.count == 15 && lines[0].hasPrefix("round,serial,serial disturbed,thread-pool,"))
    #expect(lines[3].split(separator: ",")[2] == "1" && lines[4].split(separator: ",")[2] == "0")
  }

  @Test("of the ratios has the verdicts, and leaves the baseline out")
  func ratios() throws {
    let lines = try lines(.ratios, fixture)
    #expect(lines[0].hasSuffix(",noop width 2 over serial verdict") && lines.count == 3)
    #expect(lines[1].hasPrefix("thread-pool,1.5,") && lines[1].hasSuffix(",better"))
  }
}
