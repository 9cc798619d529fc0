import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchResults
import BenchStatistics
import Testing

@Suite("Two runs side by side")
struct RunComparisonTests {
  private let throughput = Metric.all[0]
  private let cpu = Cell(workload: "cpu", distribution: "fixed", taskDurationNs: 1_000_000, width: .bounded(2))

  private func arm(_ label: String, _ comparison: RunComparison, _ metric: Metric? = nil) throws -> ArmComparison {
    let pair = try #require(comparison.cells.first)
    return try #require(comparison.arms(metric ?? throughput, in: pair).first { $0.before.arm.label == label })
  }

  @Test("what is 20 % slower is worse, what is as fast is the same, whichever run is the first")
  func verdicts() throws {
    var slower = RunFixture()
    slower.speed["thread-pool"] = 0.8
    let comparison = RunComparison(RunFixture().results, slower.results)
    let pool = try arm("thread-pool", comparison)
    #expect(pool.verdict == .worse && pool.relativeVerdict == .worse)
    #expect((try #require(pool.ratio) - 0.8).magnitude < 0.001)
    #expect(try #require(pool.interval).level >= 0.95 && pool.interval?.contains(0.8) == true)
    #expect(try arm("serial", comparison).verdict == .same)
    #expect(try arm("serial", comparison).relativeVerdict == nil)
    let turned = RunComparison(slower.results, RunFixture().results)
    #expect(try arm("thread-pool", turned).verdict == .better)
  }

  @Test("values of different machines get no verdict, their ratios to the baseline do")
  func otherMachine() throws {
    var other = RunFixture(hostId: "another")
    other.speed = ["serial": 3, "serial-control": 3, "thread-pool": 1.5]
    let comparison = RunComparison(RunFixture().results, other.results)
    #expect(comparison.machine == .different)
    #expect(comparison.differences.map(\.key) == ["host_id"])
    let pool = try arm("thread-pool", comparison)
    #expect(pool.verdict == nil && pool.relativeVerdict == .worse)
    #expect(try arm("serial-control", comparison).relativeVerdict == .same)
  }

  @Test("a machine is told by its identity, its processor and its memory, and by nothing if it has no identity")
  func machine() {
    func facts(_ host: String?, memory: String?) -> EnvironmentFacts {
      EnvironmentFacts([Fact("host_id", host), Fact("cpu_model", "x"), Fact("memory_total_bytes", memory)])
    }
    #expect(MachineMatch(facts("a", memory: "1"), facts("a", memory: nil)) == .same)
    #expect(MachineMatch(facts("a", memory: "1"), facts("a", memory: "2")) == .different)
    #expect(MachineMatch(facts(nil, memory: "1"), facts("a", memory: "1")) == .unknown)
  }

  @Test("tasks of other iterations are scaled to the same work")
  func scaled() throws {
    func run(iterations: Int, speed: Double) -> RunResults {
      var fixture = RunFixture()
      fixture.cells = [cpu]
      fixture.speed = ["serial": speed, "thread-pool": speed, "serial-control": speed]
      fixture.adjust = { repetition, record in
        record.taskIterationsN = iterations
        record.cpuUserNs = record.cpuUserNs.map { Int(Double($0) / speed) }
        record.cpuSystemNs = record.cpuSystemNs.map { Int(Double($0) / speed) }
      }
      return fixture.results
    }
    // The second run's tasks do a quarter more, at the same speed.
    let comparison = RunComparison(run(iterations: 1_000_000, speed: 1), run(iterations: 1_250_000, speed: 0.8))
    let pool = try arm("thread-pool", comparison)
    #expect(pool.workScale == 1.25 && pool.verdict == .same)
    #expect((pool.scaledAfter.median / pool.before.estimate.median - 1).magnitude < 0.001)
    let cost = try arm("thread-pool", comparison, Metric.named("cpu_per_task"))
    #expect(cost.workScale == 0.8 && cost.verdict == .same)
    #expect(try arm("thread-pool", comparison, Metric.named("startup")).workScale == 1)
  }

  @Test("cells and arms that only one run has are listed and not compared")
  func unmatched() throws {
    var before = RunFixture()
    before.cells.append(cpu)
    var after = RunFixture()
    after.arms.append(RunFixture.arm("process-pool"))
    let comparison = RunComparison(before.results, after.results)
    #expect(comparison.cells.map(\.cell) == after.cells)
    #expect(comparison.unmatched.map(\.cell) == [cpu, after.cells[0]])
    #expect(comparison.unmatched.map(\.arms) == [nil, ["process-pool"]])
    #expect(comparison.unmatched.map(\.isBefore) == [true, false])
  }

  @Test("a pooled percentile has a ratio without an interval and a verdict")
  func pooled() throws {
    let comparison = RunComparison(RunFixture().results, RunFixture().results)
    let tail = try arm("serial", comparison, Metric.named("roundtrip_p99"))
    #expect(tail.ratio == 1 && tail.interval == nil && tail.verdict == nil)
  }
}
