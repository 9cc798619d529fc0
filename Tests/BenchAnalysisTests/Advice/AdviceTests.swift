import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchStatistics
import Testing

@Suite("Advice from a sweep")
struct AdviceTests {
  private var sweep: SimulatedSweep {
    var sweep = SimulatedSweep(arms: [
      .init("process-per-task", overheadNs: 4_000_000, processes: SimulatedSweep.tasks),
      .init("pool", overheadNs: 20_000),
      .init("threads", overheadNs: 5_000), .init("perform", mode: "all", overheadNs: 5_000),
      .init("thread-pool", mode: "all", overheadNs: 5_000),
    ])
    sweep.noise = 0
    return sweep
  }

  private func advice(
    _ sweep: SimulatedSweep, _ durationNs: Int, kind: String = "cpu", width: Int? = nil
  ) throws -> Advice {
    try Advice(
      AdviceQuestion(kind: kind, taskDurationNs: durationNs, width: width, cores: 2), from: sweep.results)
  }

  @Test("names the arm that is better than each other one of its mode")
  func winner() throws {
    let advice = try advice(sweep, 10_000)
    #expect(advice.modes.map(\.mode) == [.each, .all])
    #expect(advice.modes[0].choice == .one("threads"))
    #expect(advice.modes[1].choice == .tooClose(["perform", "thread-pool"]))
    #expect(advice.arms.map(\.label).contains("serial") && advice.cells.count == 1)
  }

  @Test("between two swept durations both must say the same")
  func between() throws {
    let one = try advice(sweep, 20_000)
    #expect(one.cells.map(\.durationNs) == [10_000, 30_000] && one.modes[0].choice == .one("threads"))
    // Serial does the most at 3 us, threads at 10 us.
    #expect(try advice(sweep, 4_000).modes[0].choice == .changing(from: ["serial"], to: ["threads"]))
  }

  @Test("says from when on each pays against the baseline, which is serial here only by its place")
  func crossovers() throws {
    let crossovers = try advice(sweep, 10_000).arms.map(\.crossover)
    #expect(crossovers[0] == nil)
    guard case .from(let processes, _) = crossovers[1], case .from(let pool, _) = crossovers[2] else {
      Issue.record("\(crossovers)")
      return
    }
    #expect((processes / 4_000_000 - 1).magnitude < 0.001 && (pool / 20_000 - 1).magnitude < 0.001)
  }

  @Test("a process for each task is weighed against the task")
  func processes() throws {
    let cost = try #require(try advice(sweep, 10_000_000).processes.first)
    #expect(cost.label == "process-per-task" && cost.shares.count == 1)
    #expect((cost.shares[0].median - 0.4).magnitude < 0.001)
    #expect(cost.isAffordable == false)
    guard case .from(let affordable, _) = cost.affordable else {
      Issue.record("\(cost.affordable)")
      return
    }
    #expect((affordable / 40_000_000 - 1).magnitude < 0.001)
    #expect(try advice(sweep, 100_000_000).processes[0].isAffordable == true)
  }

  @Test("workers are counted where widths were swept")
  func workers() throws {
    #expect(try advice(sweep, 10_000).workers.isEmpty)
    var wide = sweep
    wide.widths = [1, 2, 4, 8]
    wide.durationsNs = [1_000_000]
    wide.arms = wide.arms.filter { $0.label != "process-per-task" }
    let workers = try #require(try advice(wide, 1_000_000).workers.first { $0.label == "threads" })
    #expect(workers.enough == 2 && workers.widths == [1, 2, 4, 8])
  }

  @Test("what was not swept is refused with what was")
  func notSwept() throws {
    func refusal(_ durationNs: Int, kind: String = "cpu", width: Int? = nil, _ sweep: SimulatedSweep) -> String? {
      #expect(throws: NotSwept.self) { try advice(sweep, durationNs, kind: kind, width: width) }?.description
    }
    #expect(refusal(500, sweep)?.contains("only of 1us, 3us") == true)
    #expect(refusal(200_000_000, sweep)?.contains("200ms were not swept") == true)
    #expect(refusal(1_000_000, kind: "sleep", sweep)?.contains("choose one of cpu") == true)
    #expect(refusal(1_000_000, width: 7, sweep)?.contains("a --width of 2") == true)
    var coarse = sweep
    coarse.durationsNs = [1_000, 100_000]
    #expect(refusal(10_000, coarse)?.contains("a factor of ten") == true)
  }

  @Test("a run of a debug build, of an unstable or of another machine is refused")
  func refused() throws {
    func refusal(_ sweep: SimulatedSweep, host: String? = "h0123456789") -> RunRefused? {
      #expect(throws: RunRefused.self) { try sweep.results.checkForAdvice(hostId: host) }
    }
    var small = sweep
    small.durationsNs = [1_000_000]
    try small.results.checkForAdvice(hostId: "h0123456789")
    try small.results.checkForAdvice(hostId: nil)
    #expect(refusal(small, host: "other") == .otherMachine(host: "h0123456789"))
    small.hostId = nil
    #expect(refusal(small) == .otherMachine(host: nil))
    small = sweep
    small.durationsNs = [1_000_000]
    small.isDisturbed = true
    #expect(refusal(small) == .unstable)
    small.status = "debug"
    #expect(refusal(small) == .debug)
  }

  @Test("too few rounds name nobody")
  func fewRounds() throws {
    var short = sweep
    short.rounds = 5
    short.durationsNs = [1_000, 10_000]
    let advice = try advice(short, 10_000)
    #expect(advice.modes.allSatisfy { $0.choice == .notJudged })
    #expect(advice.arms.dropFirst().allSatisfy { $0.crossover == .undecided })
  }
}
