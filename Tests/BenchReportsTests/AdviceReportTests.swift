import BenchAnalysis
import BenchFixtures
import BenchReports
import Testing

@Suite("Advice in words")
struct AdviceReportTests {
  private func text(_ durationNs: Int, columns: Int? = 80, isElsewhere: Bool = false) throws -> String {
    var sweep = SimulatedSweep(arms: [
      .init("process-per-task", overheadNs: 4_000_000, processes: SimulatedSweep.tasks),
      .init("pool", overheadNs: 20_000),
      .init("threads", mode: "all", overheadNs: 5_000), .init("perform", mode: "all", overheadNs: 5_000),
    ])
    sweep.noise = 0
    let advice = try Advice(AdviceQuestion(kind: "cpu", taskDurationNs: durationNs, cores: 2), from: sweep.results)
    return ConsoleRenderer.text(
      AdviceReport(advice, folder: "results/x", isElsewhere: isElsewhere).report, TextLayout(columns: columns))
  }

  @Test("a swept duration is answered exactly so")
  func golden() throws {
    let expected = """
      cpu tasks of 3ms, 2 at once, on this machine

      With a result for each task: take pool, 1.99x [1.99, 1.99] serial at 3ms.
      With one wait for all tasks: too close to call between threads (2.00x) and
        perform (2.00x); no difference of 5 % is left, take either.

      What each does beside serial, and from which task duration on it pays
      arm               results       vs serial at 3ms  CPU/task             pays from
      serial               each               baseline         -                     -
      process-per-task     each  0.857x [0.857, 0.857]         -  4.00 ms [4.00, 4.00]
      pool                 each     1.99x [1.99, 1.99]         -  20.0 us [20.0, 20.0]
      threads               all     2.00x [2.00, 2.00]         -  5.00 us [5.00, 5.00]
      perform               all     2.00x [2.00, 2.00]         -  5.00 us [5.00, 5.00]

      pays from: the task duration above which it does more than serial, with an
        interval at 95 %, between 1us and 100ms; too close where the rounds do not
        tell, some only where it is worse again above. CPU/task is that of tasks of
        3ms.

      A process for each task (process-per-task) costs 133 % [133 %, 133 %] of a task
        of 3ms beside the task itself: not affordable, it falls below 10 % at 40.0 ms
        [40.0, 40.0].
      How many workers: not swept; bench run --suite sweep-width --workloads cpu
        --task-duration 3ms measures that.

      Rests on results/x/reps.csv: cpu, tasks of 3ms, 2 at once (14 rounds); "pays
        from" on its 11 durations from 1us to 100ms.
      Run 20260131T080509Z-sweep, started 2026-01-31T08:05:09Z, commit unknown, host
        h0123456789 (Test CPU, 2 cores), stable.

      """
    let found = try text(3_000_000)
    #expect(found == expected, "\(found)")
  }

  @Test("between two swept durations both stand there")
  func between() throws {
    let text = try text(2_000_000, columns: nil)
    #expect(text.contains("take pool, 1.96x [1.96, 1.96] serial at 1ms and 1.99x [1.99, 1.99] serial at 3ms."))
    #expect(text.contains("vs serial at 1ms") && text.contains("vs serial at 3ms"))
    #expect(text.contains("cpu, tasks of 1ms, 2 at once (14 rounds) and cpu, tasks of 3ms, 2 at once (14 rounds)"))
  }

  @Test("where the durations around it have different winners, both are named")
  func changing() throws {
    let text = try text(20_000, columns: nil)
    #expect(text.contains("too close to call: the best changes from serial at 10us to pool (0.667x, 1.20x) at 30us."))
  }

  @Test("where the baseline does the most, it is to be taken")
  func baseline() throws {
    #expect(try text(1_000).contains("take serial: nothing else does as much."))
  }

  @Test("another machine's figures are marked")
  func elsewhere() throws {
    #expect(try text(3_000_000, isElsewhere: true).contains("on ANOTHER machine"))
  }
}
