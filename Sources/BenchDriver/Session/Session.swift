import BenchMachine
import BenchModel
package import BenchPlan
package import BenchResults
import BenchWorkloads
import WorkerPoolsPosix

/// One stay on a machine: it performs whatever repetition of a plan it is asked for, one after another.
///
/// It owns what repetitions need: the watchdog, the echo server, the watch over the machine, the patience with arms that
/// hang. It knows no command: a run, a gate and a self-test are plans over one session. For one thread.
package struct Session {
  /// The plan, with the sizes of batches as they are found.
  package private(set) var plan: Plan
  private let services: SessionServices
  private let sink: any SessionSink
  private let runner: RepetitionRunner
  private let surroundings: RunSurroundings
  private var judge: ResultJudge
  private var watch: MachineWatch
  private var patience: Patience
  private var forecast: DurationForecast

  /// Opens a session and closes it when `body` is over, whatever its end: no child is left then.
  ///
  /// Specs, records and files of `file-io` lie in `folder` for as long as they are needed. `earlierCanaries` are those of rows
  /// that a resumed run has already, in nanoseconds.
  package static func with<Result>(
    _ plan: Plan, folder: String, earlierCanaries: [Int], services: SessionServices, sink: any SessionSink,
    _ body: (inout Session) throws -> Result
  ) throws -> Result {
    let watchdog = try services.watchdogCommand.map { try Watchdog(command: $0) }
    defer { watchdog?.close() }
    let server = try echoServer(plan, services, watchdog)
    defer { server?.close() }
    var session = Session(plan, folder, earlierCanaries, services, sink, watchdog, socketPort: server?.port)
    return try body(&session)
  }

  private static func echoServer(
    _ plan: Plan, _ services: SessionServices, _ watchdog: Watchdog?
  ) throws -> EchoServerProcess? {
    guard let command = services.echoServerCommand, plan.cells.contains(where: { $0.needs.contains(.echoServer) })
    else { return nil }
    return try EchoServerProcess(command: command, watchdog: watchdog, interruption: services.interruption)
  }

  private init(
    _ plan: Plan, _ folder: String, _ earlierCanaries: [Int], _ services: SessionServices, _ sink: any SessionSink,
    _ watchdog: Watchdog?, socketPort: Int?
  ) {
    self.plan = plan
    self.services = services
    self.sink = sink
    surroundings = RunSurroundings(socketPort: socketPort, fileDirectory: plan.settings.fileDirectory ?? folder)
    runner = RepetitionRunner(
      environment: services.environment, scratch: folder, watchdog: watchdog, interruption: services.interruption,
      log: sink.append(log:))
    judge = ResultJudge(reference: services.reference)
    patience = Patience(fixedNs: plan.settings.repetitionTimeoutNs)
    forecast = DurationForecast(plan: plan)
    let canary = Canary(iterations: plan.calibration.canaryIterationsN, kernel: services.kernel)
    watch = MachineWatch(
      files: services.files, processors: CoreCount.online, earlierCanaries: earlierCanaries, now: MonotonicTime.now,
      canary: canary.run)
  }

  /// Performs these repetitions in their order and hands each one's outcome to the sink.
  ///
  /// - Parameters:
  ///   - repetitions: repetitions of the plan.
  ///   - finished: how many rows there are already, for the progress.
  ///   - isLast: whether those that come after a row are not wanted any more.
  /// - Returns: the rows of reps.csv that they have left.
  /// - Throws: `Interrupted`, or why the session cannot go on; the sink has all that was finished.
  @discardableResult
  package mutating func run(
    _ repetitions: [PlannedRepetition], finished: Int = 0, until isLast: (TableRow) -> Bool = { _ in false }
  ) throws -> [TableRow] {
    var rows: [TableRow] = []
    for index in repetitions.indices {
      try services.interruption.check()
      let repetition = repetitions[index]
      let progress = RunProgress(
        repetition: repetition, cell: plan.cells[repetition.cell].cell, arm: plan.arms[repetition.arm].arm,
        rounds: plan.settings.rounds, finishedN: finished + index, totalN: finished + repetitions.count,
        remainingNs: forecast.expectedNs(of: repetitions[index...]))
      guard let outcome = try perform(repetition, progress) else { continue }
      rows.append(outcome.row)
      if isLast(outcome.row) { break }
    }
    return rows
  }

  /// What these repetitions are expected to take.
  package func expectedNs(of repetitions: [PlannedRepetition]) -> Int { forecast.expectedNs(of: repetitions) }

  /// Sizes the batch if that is still to be done, runs the repetition and records it.
  private mutating func perform(
    _ repetition: PlannedRepetition, _ progress: RunProgress
  ) throws -> RepetitionOutcome? {
    let start = MonotonicTime.now()
    try size(repetition, progress)
    guard let spec = plan.spec(for: repetition, in: surroundings) else { return nil }
    services.report(.started(progress))
    let before = try watch.before()
    var record = try runner.run(plan.arms[repetition.arm], spec: spec, timeoutNs: timeout(repetition))
    let reading = watch.after(before)
    check(&record, spec, repetition)
    try correctSize(repetition, by: record)
    let outcome = RepetitionOutcome(plan, repetition, spec: spec, record: record, machine: MachineSample(reading))
    try sink.append(outcome)
    forecast.observe(repetition, elapsedNs: MonotonicTime.now() - start)
    services.report(.finished(progress, record, reading))
    return outcome
  }

  /// Finds the batch's size for the arm's group and puts it into the stored plan.
  private mutating func size(_ repetition: PlannedRepetition, _ progress: RunProgress) throws {
    let group = progress.arm.sizingGroup
    guard plan.cells[repetition.cell].sizes[group] == nil else { return }
    services.report(.sizing(progress))
    plan.cells[repetition.cell].sizes[group] = try sizing(repetition).size { size in
      try services.interruption.check()
      let spec = plan.probeSpec(for: repetition, size: size, in: surroundings)
      let record = try runner.run(plan.arms[repetition.arm], spec: spec, timeoutNs: timeout(repetition))
      patience.note(repetition, timedOut: record.status == .timeout)
      guard record.status.isMeasured, let batchNs = record.batchNs else { return nil }
      return (record.tasksN ?? size.tasksN, batchNs)
    }
    try sink.save(plan)
  }

  /// Sets the size anew where the warm-up's whole batch missed the time that was aimed at.
  private mutating func correctSize(_ repetition: PlannedRepetition, by record: RepetitionRecord) throws {
    let group = plan.arms[repetition.arm].arm.sizingGroup
    guard repetition.phase == .warmup, record.status.isMeasured, let batchNs = record.batchNs,
      let size = plan.cells[repetition.cell].sizes[group],
      let better = sizing(repetition).corrected(size, batchNs: batchNs)
    else { return }
    plan.cells[repetition.cell].sizes[group] = better
    try sink.save(plan)
  }

  private func sizing(_ repetition: PlannedRepetition) -> BatchSizing {
    BatchSizing(
      cell: plan.cells[repetition.cell].cell, arm: plan.arms[repetition.arm].arm, cores: CoreCount.available,
      settings: plan.settings)
  }

  private func timeout(_ repetition: PlannedRepetition) -> Int {
    patience.timeoutNs(for: repetition, expectedNs: forecast.plannedNs(of: repetition))
  }

  /// Turns a record with a wrong result into one that says so, and remembers a hang.
  private mutating func check(
    _ record: inout RepetitionRecord, _ spec: RepetitionSpec, _ repetition: PlannedRepetition
  ) {
    patience.note(repetition, timedOut: record.status == .timeout)
    guard record.status.isMeasured else { return }
    let cell = plan.cells[repetition.cell]
    if let objection = judge.objection(to: record, spec: spec, cell: cell, cellIndex: repetition.cell) {
      record.status = .wrongResult
      record.statusDetail = objection
    }
  }
}
