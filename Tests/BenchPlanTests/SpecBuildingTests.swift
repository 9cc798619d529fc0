import BenchFixtures
import BenchModel
import BenchPlan
import Testing

@Suite("What is asked of a repetition")
struct SpecBuildingTests {
  private func sizedPlan() -> Plan {
    var plan = makePlan(rounds: 2, cells: 1)
    plan.settings.recordTasks = true
    plan.cells[0].sizes = [
      "serial": BatchSize(tasksN: 100_000, stampEveryN: 64), "process-pool": BatchSize(tasksN: 4_000, stampEveryN: 64),
      "thread-pool": BatchSize(tasksN: 400, stampEveryN: 1),
    ]
    return plan
  }

  private func specs(_ plan: Plan, arm: Int) -> [RepetitionSpec] {
    plan.repetitions.filter { $0.arm == arm }.compactMap { plan.spec(for: $0, in: RunSurroundings()) }
  }

  @Test("a batch without a size cannot be asked for")
  func unsized() {
    let plan = makePlan()
    #expect(plan.spec(for: plan.repetitions[0], in: RunSurroundings()) == nil)
  }

  @Test("after the warm-up round, checksums cover the smallest batch of the cell")
  func checksums() {
    let asked = specs(sizedPlan(), arm: 0)
    #expect(asked.map(\.checksumTasksN) == [65_536, 400, 400, 100])
    #expect(asked.map(\.tasksN) == [100_000, 100_000, 100_000, 25_000])
  }

  @Test(
    "repetitions that warm up run a whole batch, those that count allocations a quarter, and neither has round trips")
  func allocations() {
    let asked = specs(sizedPlan(), arm: 2)
    #expect(asked.map(\.tasksN) == [400, 400, 400, 100])
    #expect(asked.map(\.roundtripMaxN) == [0, 1000, 1000, 0])
    #expect(asked.map(\.roundtripIdleN) == [0, 5, 5, 0])
  }

  @Test("only the last measured round lists its tasks")
  func recordedTasks() {
    #expect(specs(sizedPlan(), arm: 1).map(\.recordTasks) == [false, false, true, false])
  }

  @Test("the stack of threads is the run's, for every repetition and probe")
  func stacks() {
    var plan = sizedPlan()
    #expect(specs(plan, arm: 0).allSatisfy { $0.threadStackBytes == nil })
    plan.settings.threadStackBytes = 1 << 20
    #expect(specs(plan, arm: 0).allSatisfy { $0.threadStackBytes == 1 << 20 })
    let size = BatchSize(tasksN: 1, stampEveryN: 1)
    let probe = plan.probeSpec(for: plan.repetitions[0], size: size, in: RunSurroundings())
    #expect(probe.threadStackBytes == 1 << 20)
  }

  @Test("a probe has no round trips and the size that it probes")
  func probes() {
    let plan = makePlan()
    let spec = plan.probeSpec(
      for: plan.repetitions[0], size: BatchSize(tasksN: 33, stampEveryN: 1), in: RunSurroundings(socketPort: 5))
    #expect(spec.tasksN == 33)
    #expect(spec.checksumTasksN == 33)
    #expect(spec.roundtripMaxN == 0)
    #expect(spec.socketPort == 5)
  }

  @Test("long tasks are not run five times after idleness")
  func idleTrips() {
    #expect(RoundTrips(taskDurationNs: nil).idleCount == 5)
    #expect(RoundTrips(taskDurationNs: 90_000_000).idleCount == 5)
    #expect(RoundTrips(taskDurationNs: 240_000_000).idleCount == 2)
    #expect(RoundTrips(taskDurationNs: .max).idleCount == 1)
  }

  @Test("allocations are counted without a thread cache, beside the arm's own options")
  func environment() {
    var arm = Arm(label: "a", command: ["a"], environment: ["MALLOC_CONF": "narenas:1", "X": "own"])
    #expect(arm.variables(phase: .measure, mallocOptions: "x") == ["MALLOC_CONF": "narenas:1", "X": "own"])
    #expect(arm.variables(phase: .alloc, mallocOptions: "x")["MALLOC_CONF"] == "narenas:1,tcache:false")
    arm.environment = [:]
    #expect(arm.variables(phase: .measure, mallocOptions: "x") == [:])
    #expect(arm.variables(phase: .alloc, mallocOptions: "x") == ["MALLOC_CONF": "x,tcache:false"])
    #expect(arm.variables(phase: .alloc, mallocOptions: nil) == ["MALLOC_CONF": "tcache:false"])
  }

  @Test("an expected duration gives way to what was observed")
  func forecast() {
    let plan = makePlan(rounds: 2)
    var forecast = DurationForecast(plan: plan)
    let measured = plan.repetitions.filter { $0.phase == .measure && $0.cell == 0 && $0.arm == 0 }
    let before = forecast.expectedNs(of: plan.repetitions)
    // 24 repetitions of 0.1 to 0.8 s.
    #expect((6_000_000_000...14_000_000_000).contains(before))
    forecast.observe(measured[0], elapsedNs: 3_000_000_000)
    forecast.observe(measured[1], elapsedNs: 5_000_000_000)
    #expect(forecast.expectedNs(of: measured) == 8_000_000_000)
    #expect(forecast.expectedNs(of: plan.repetitions) > before)
  }

  @Test("a batch of long tasks has twenty of them or takes the limit, and round trips that are left out take nothing")
  func longTasks() {
    var plan = makePlan(rounds: 1, cells: 1)
    plan.cells[0].cell = Cell(workload: "sleep", taskDurationNs: 30_000_000, width: .bounded(2))
    plan.settings.hasRoundTrips = false
    func expected() -> [Int] {
      let forecast = DurationForecast(plan: plan)
      return plan.repetitions.filter { $0.phase == .measure }.sorted { $0.arm < $1.arm }.map {
        forecast.plannedNs(of: $0)
      }
    }
    // 80 ms of overhead come to 20 tasks, one or two at once.
    #expect(expected() == [680_000_000, 380_000_000, 380_000_000])
    plan.settings.batchLimitNs = 240_000_000
    #expect(expected() == [320_000_000, 320_000_000, 320_000_000])
  }

  @Test("a fixed number of long tasks is expected to take its waves")
  func overriddenForecast() {
    var plan = makePlan(rounds: 1, cells: 1, tasksOverride: 400)
    plan.cells[0].cell = Cell(workload: "sleep", taskDurationNs: 10_000_000, width: .bounded(4))
    let forecast = DurationForecast(plan: plan)
    let measured = plan.repetitions.filter { $0.phase == .measure }
    let pooled = measured.filter { plan.arms[$0.arm].arm.strategy != "serial" }.map { forecast.plannedNs(of: $0) }
    #expect(pooled.allSatisfy { (1_000_000_000...1_400_000_000).contains($0) })
    let serial = measured.filter { plan.arms[$0.arm].arm.strategy == "serial" }.map { forecast.plannedNs(of: $0) }
    #expect(serial.allSatisfy { (4_000_000_000...4_400_000_000).contains($0) })
  }

  @Test("patience is ten times the expected time, and short with an arm that hung in the cell")
  func patience() {
    let repetitions = makePlan().repetitions
    var patience = Patience()
    let usual = patience.timeoutNs(for: repetitions[0], expectedNs: 500_000_000)
    #expect(usual == 20_000_000_000)
    #expect(patience.timeoutNs(for: repetitions[0], expectedNs: 3_000_000_000) == 30_000_000_000)
    patience.note(repetitions[0], timedOut: true)
    #expect(patience.timeoutNs(for: repetitions[0], expectedNs: 500_000_000) == 5_500_000_000)
    #expect(patience.timeoutNs(for: repetitions[1], expectedNs: 500_000_000) == usual)
    patience.note(repetitions[0], timedOut: false)
    #expect(patience.timeoutNs(for: repetitions[0], expectedNs: 500_000_000) == usual)
    #expect(Patience(fixedNs: 7).timeoutNs(for: repetitions[0], expectedNs: 500_000_000) == 7)
  }
}
