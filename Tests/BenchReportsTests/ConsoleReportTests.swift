import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchReports
import BenchResults
import Testing

@Suite("The tables on the console")
struct ConsoleReportTests {
  private func lines(_ fixture: RunFixture) -> [String] {
    ConsoleRenderer.text(RunReport.report(fixture.results)).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  private func line(_ arm: String, _ fixture: RunFixture) throws -> String {
    try #require(lines(fixture).first { $0.hasPrefix("\(arm) ") })
  }

  @Test("a small run prints exactly this")
  func golden() {
    var fixture = RunFixture()
    fixture.speed["thread-pool"] = 1.9
    fixture.adjust = { if $0.arm.label == "thread-pool" { $1.spawnNs = [HistogramBucket(value: 71_000, count: 2)] } }
    let expected = """
      noop, 2 at once; 14 rounds
      arm             results  throughput  trip p50  trip p99  startup  spawn p50  teardown  CPU/task           vs serial
      serial              all    3.33 k/s   50.0 us   99.1 us  40.0 us          -   20.0 us    300 us            baseline
      thread-pool         all    6.33 k/s   50.0 us   99.1 us  40.0 us    71.0 us   20.0 us    300 us  1.90x [1.90, 1.90]
      serial-control      all    3.33 k/s   50.0 us   99.1 us  40.0 us          -   20.0 us    300 us  1.00x [1.00, 1.00]
      thread-pool does the most, 1.90x [1.90, 1.90] serial.

      vs serial: throughput over that of the same round, with intervals that hold together at 95 %.
      results: each = every task has a result that somebody waits for, all = one wait for the batch; compare like with like.
      Machine: stable; 0 of 42 repetitions disturbed (0.0 %).
      Control serial-control, the same program as serial, at 99 % over all cells together: noop, 2 at once 1.00x [1.00, 1.00].

      """
    #expect(ConsoleRenderer.text(RunReport.report(fixture.results)) == expected)
  }

  @Test("a run without control, with an external arm and missing values has a table")
  func sparse() throws {
    var fixture = RunFixture()
    fixture.arms = [RunFixture.arm("serial"), Arm(label: "python", command: ["python3", "pool.py"])]
    fixture.adjust = { repetition, record in
      guard repetition.arm.label == "python" else { return }
      let batch = record.batchNs
      record = RepetitionRecord(status: .ok)
      record.batchNs = batch
      record.tasksN = 1_000
    }
    let cells = try line("python", fixture).split(separator: " ").map(String.init)
    #expect(cells == ["python", "-", "3.33", "k/s", "-", "-", "-", "-", "-", "-", "1.00x", "[1.00,", "1.00]"])
    #expect(!lines(fixture).contains { $0.hasPrefix("Control") })
  }

  @Test("a width that was not reached is said beside the figures")
  func width() throws {
    var fixture = RunFixture()
    fixture.cells = [Cell(workload: "sleep", distribution: "fixed", taskDurationNs: 10_000_000, width: .bounded(4))]
    fixture.adjust = { $1.widthEffectiveN = $0.arm.label == "thread-pool" ? 2 : 4 }
    #expect(try line("thread-pool", fixture).hasSuffix("ran 2 of 4 at once"))
    #expect(try !line("serial", fixture).contains("at once"))
    #expect(lines(fixture)[0] == "sleep, tasks of 10ms, 4 at once; 14 rounds")
  }

  @Test("a width beyond the number of tasks is not expected to be reached")
  func unboundedWidth() throws {
    var fixture = RunFixture()
    fixture.cells = [Cell(workload: "noop", width: .unbounded)]
    fixture.adjust = { $1.widthEffectiveN = 1_000 }
    #expect(try !line("serial", fixture).contains("ran"))
  }

  @Test("failures are counted and explained, in the line or below it")
  func failures() throws {
    var fixture = RunFixture()
    fixture.adjust = { repetition, record in
      guard repetition.arm.label == "thread-pool", [2, 5, 6].contains(repetition.round) else { return }
      record = RepetitionRecord(status: .failed, statusDetail: "exit 3")
    }
    #expect(try line("thread-pool", fixture).hasSuffix("3 of 14 failed: exit 3"))
    fixture.adjust = { repetition, record in
      guard repetition.arm.label == "thread-pool" else { return }
      record = RepetitionRecord(status: .wrongResult, statusDetail: String(repeating: "task 7 gave 8 ", count: 20))
    }
    let all = lines(fixture)
    let index = try #require(all.firstIndex { $0.hasPrefix("thread-pool ") })
    #expect(all[index + 1].hasPrefix("    ^ 14 of 14 gave wrong results: task 7 gave 8"))
    #expect(all[index].contains(" -  "))
  }

  @Test("an arm that cannot run a workload says so")
  func unsupported() throws {
    var fixture = RunFixture()
    fixture.adjust = { repetition, record in
      guard repetition.arm.label == "thread-pool" else { return }
      record = RepetitionRecord(status: .unsupported, statusDetail: "no workload noop")
    }
    #expect(try line("thread-pool", fixture).hasSuffix("unsupported: no workload noop"))
  }

  @Test("debug figures, chunks and drifting ratios are marked")
  func marks() throws {
    var fixture = RunFixture()
    fixture.adjust = { repetition, record in
      guard repetition.arm.label == "thread-pool" else { return }
      record.status = .debug
      record.chunkN = 32
      if repetition.round > 7 { record.batchNs = record.batchNs.map { $0 * 2 } }
    }
    let text = lines(fixture).joined(separator: "\n")
    #expect(text.contains("32 tasks a chunk"))
    #expect(text.contains("drifted: "))
    #expect(text.contains("debug build"))
  }

  @Test("an unstable machine is named with its reasons and what to do")
  func unstable() throws {
    var fixture = RunFixture()
    fixture.speed["serial-control"] = 1.1
    fixture.machine = { MachineSample(isDisturbed: $0.round < 8) }
    let machine = try #require(lines(fixture).first { $0.hasPrefix("Machine:") })
    #expect(
      machine.hasPrefix(
        "Machine: UNSTABLE (more than 20.0 % of repetitions were disturbed; the control differs in noop, 2 at once)"))
    #expect(machine.contains("21 of 42 repetitions disturbed (50.0 %)"))
  }

  @Test("six rounds print ratios and say that they have no intervals")
  func quick() throws {
    var fixture = RunFixture()
    fixture.rounds = 6
    #expect(try line("thread-pool", fixture).hasSuffix(" 1.00x"))
    #expect(lines(fixture).contains { $0.contains("too few rounds for intervals") })
  }

  @Test("the tail's column is the highest percentile that every arm's samples carry, and its title names it")
  func tail() throws {
    var fixture = RunFixture()
    fixture.adjust = { $1.roundtripNs = (1...10).map { HistogramBucket(value: $0 * 1_000) } }
    #expect(lines(fixture)[1].contains("trip p90"))
    fixture.adjust = { $1.roundtripNs = (1...5).map { HistogramBucket(value: $0 * 1_000) } }
    #expect(lines(fixture)[1].contains("trip tail"))
    fixture.adjust = { $1.roundtripNs = (1...1_000).map { HistogramBucket(value: $0 * 1_000) } }
    #expect(lines(fixture)[1].contains("trip p99.9"))
    fixture.adjust = { repetition, record in
      let samples = repetition.arm.label == "thread-pool" ? 10 : 1_000
      record.roundtripNs = (1...samples).map { HistogramBucket(value: $0 * 1_000) }
    }
    #expect(lines(fixture)[1].contains("trip p90"))
  }

  @Test("lines of figures fit into 150 columns")
  func lineLength() {
    var fixture = RunFixture()
    fixture.arms = ["process-per-task@forkserver", "concurrent-perform", "serial"].map { RunFixture.arm($0) }
    fixture.adjust = { repetition, record in
      record.spawnNs = [HistogramBucket(value: 4_100_000, count: 9)]
      record.widthEffectiveN = 1
      record.roundtripNs = (1...1_000).map { HistogramBucket(value: $0 * 123_456) }
      if repetition.round == 2 { record = RepetitionRecord(status: .timeout, statusDetail: "no end after 30 s") }
    }
    #expect(lines(fixture).allSatisfy { $0.count <= 150 || $0.hasPrefix("Control") || $0.hasPrefix("Machine") })
  }

  @Test("nothing run prints nothing")
  func empty() {
    #expect(
      ConsoleRenderer.text(RunReport.report(RunResults(repetitions: [], histograms: [], facts: EnvironmentFacts())))
        .isEmpty)
  }
}
