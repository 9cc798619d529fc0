import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchResults
import BenchStatistics
import Testing

@Suite("A metric over stored runs")
struct RunHistoryTests {
  private func run(_ id: String, _ startedAt: String, host: String? = "one", iterations: Int? = nil) -> RunResults {
    var fixture = RunFixture(startedAt: startedAt, hostId: host)
    fixture.runId = id
    fixture.adjust = { $1.taskIterationsN = iterations }
    return fixture.results
  }

  private func filter(_ arms: String..., workloads: [String] = []) -> RunHistory.Filter {
    RunHistory.Filter(metrics: [Metric.all[0]], arms: arms, workloads: workloads)
  }

  @Test("follows the time of their start, whatever order they are given in, and takes a run once")
  func order() throws {
    let runs = [run("b", "2026-02-02T00:00:00Z"), run("a", "2026-01-02T00:00:00Z"), run("b", "2026-02-02T00:00:00Z")]
    let history = try RunHistory(runs, filter("thread-pool"))
    #expect(history.runs.map(\.identity.runId) == ["a", "b"])
    #expect(history.series.map { $0.points.map(\.row.run.runId) } == [["a", "b"]])
  }

  @Test("marks each machine, and each point whose machine is not surely that of the point before")
  func hosts() throws {
    let hosts: [String?] = ["x", "x", "y", nil, nil, "x"]
    let runs = hosts.enumerated().map { run("\($0)", "2026-01-0\($0 + 1)T00:00:00Z", host: $1) }
    let points = try RunHistory(runs, filter("serial")).series[0].points
    #expect(points.map(\.host.mark) == ["A", "A", "B", "?", "?", "A"])
    #expect(points.map(\.isOtherHost) == [false, false, true, true, true, true])
  }

  @Test("brings all points to the work of the first")
  func scaled() throws {
    let runs = [
      run("a", "2026-01-01T00:00:00Z", iterations: 100), run("b", "2026-01-02T00:00:00Z", iterations: 150),
    ]
    let points = try RunHistory(runs, filter("serial")).series[0].points
    #expect(points.map(\.workScale) == [1, 1.5])
    #expect(points[1].median == points[1].row.estimate.median * 1.5)
    #expect(points[1].interval?.low == points[1].row.estimate.interval.map { $0.low * 1.5 })
  }

  @Test("takes all arms but controls, or those that are named")
  func arms() throws {
    let runs = [run("a", "2026-01-01T00:00:00Z")]
    #expect(try RunHistory(runs, filter()).series.map(\.key.arm) == ["serial", "thread-pool"])
    #expect(try RunHistory(runs, filter("serial-control")).series.map(\.key.arm) == ["serial-control"])
  }

  @Test("answers a name that no run has with those that are there")
  func unknown() {
    let runs = [run("a", "2026-01-01T00:00:00Z")]
    let arm = #expect(throws: UnknownName.self) { try RunHistory(runs, filter("fibers")) }
    #expect(arm?.description.contains("serial, thread-pool, serial-control") == true)
    let workload = #expect(throws: UnknownName.self) { try RunHistory(runs, filter(workloads: ["cpu"])) }
    #expect(workload?.description == "No workload 'cpu' was measured; choose one of noop.")
  }
}
