import BenchModel
package import BenchResults
import WorkerPoolsPosix

/// One run: it brings the files in its folder from what is there to what the plan says.
///
/// A fresh run and a resumed one differ only in how many rows are there already.
package struct BenchRun {
  private var plan: Plan
  private let directory: RunDirectory
  private let services: RunServices
  private let recorder: RunRecorder
  private let missing: [PlannedRepetition]
  private let finishedBefore: Int
  private var judge: ResultJudge
  private var watch: MachineWatch
  private var patience: Patience
  private var forecast: DurationForecast

  /// Writes the plan and the facts about the machine into an empty folder and runs everything.
  ///
  /// - Throws: `Interrupted`, or why the run cannot go on; finished rows are on disk then, and no child is left.
  package static func begin(_ plan: Plan, in directory: RunDirectory, services: RunServices) throws -> RunOutcome {
    try directory.writePlan(plan)
    var run = try BenchRun(plan, directory, services)
    return try run.complete()
  }

  /// Runs what is missing of the plan in a folder.
  ///
  /// - Throws: `DriverError.changedExecutable` where an arm is not what it was, and as ``begin(_:in:services:)``.
  package static func resume(_ directory: RunDirectory, services: RunServices) throws -> RunOutcome {
    let plan = try directory.readPlan(Plan.self)
    try Preflight.verify(plan)
    var run = try BenchRun(plan, directory, services)
    return try run.complete()
  }

  private init(_ plan: Plan, _ directory: RunDirectory, _ services: RunServices) throws {
    self.plan = plan
    self.directory = directory
    self.services = services
    let rows = try directory.rows(of: .repetitions)
    let finished = Set(rows.compactMap { $0[integer: "seq"] })
    missing = plan.repetitions.filter { !finished.contains($0.seq) }
    finishedBefore = finished.count
    recorder = try RunRecorder(directory, recordsTasks: plan.recordTasks)
    judge = ResultJudge(reference: services.reference)
    patience = Patience(fixedNs: plan.repetitionTimeoutNs)
    forecast = DurationForecast(plan: plan)
    let canaryIterations = plan.calibration.canaryIterationsN
    watch = MachineWatch(
      files: services.files, processors: CoreCount.online,
      earlierCanaries: rows.compactMap { $0[integer: "canary_ns"] },
      now: MonotonicTime.now, canary: { _ = services.kernel(canaryIterations) })
  }

  private mutating func complete() throws -> RunOutcome {
    if !directory.holds(.environment) {
      try directory.writeEnvironment(
        RunFacts.collect(
          plan: plan, folder: directory.path, environment: services.environment, files: services.files))
    }
    services.report(
      .planned(plan, missingN: missing.count, expectedNs: forecast.expectedNs(of: missing)))
    let watchdog = try services.watchdogCommand.map { try Watchdog(command: $0) }
    defer { watchdog?.close() }
    let server = try startEchoServer(watchdog)
    defer { server?.close() }
    let surroundings = RunSurroundings(
      socketPort: server?.port, fileDirectory: plan.fileDirectory ?? directory.path)
    let runner = RepetitionRunner(
      environment: services.environment, scratch: directory.path, watchdog: watchdog,
      interruption: services.interruption, log: recorder.append(log:))
    for index in missing.indices {
      try services.interruption.check()
      try perform(index, runner, surroundings)
    }
    return RunOutcome(rows: try directory.writeSummary().repetitions, plan: plan)
  }

  private func startEchoServer(_ watchdog: Watchdog?) throws -> EchoServerProcess? {
    guard let command = services.echoServerCommand,
      missing.contains(where: { plan.cells[$0.cell].cell.workload == "socket-io" })
    else { return nil }
    return try EchoServerProcess(command: command, watchdog: watchdog, interruption: services.interruption)
  }

  /// Sizes the batch where that is still to be done, runs the repetition and records it.
  private mutating func perform(_ index: Int, _ runner: RepetitionRunner, _ surroundings: RunSurroundings) throws {
    let repetition = missing[index]
    let start = MonotonicTime.now()
    let progress = progress(at: index)
    try size(repetition, progress, runner, surroundings)
    guard let spec = plan.spec(for: repetition, in: surroundings) else { return }
    services.report(.started(progress))
    let before = watch.before()
    var record = try runner.run(plan.arms[repetition.arm], spec: spec, timeoutNs: timeout(repetition))
    let reading = watch.after(before)
    check(&record, spec, repetition)
    try recorder.append(outcome(repetition, spec, record, reading))
    forecast.observe(repetition, elapsedNs: MonotonicTime.now() - start)
    services.report(.finished(progress, record, reading))
  }

  /// Finds the batch's size for the arm's group and puts it into the plan on disk.
  private mutating func size(
    _ repetition: PlannedRepetition, _ progress: RunProgress, _ runner: RepetitionRunner,
    _ surroundings: RunSurroundings
  ) throws {
    let group = progress.arm.sizingGroup
    guard plan.cells[repetition.cell].sizes[group] == nil else { return }
    services.report(.sizing(progress))
    let sizing = BatchSizing(
      cell: progress.cell, arm: progress.arm, cores: CoreCount.available, tasksOverrideN: plan.tasksOverrideN)
    plan.cells[repetition.cell].sizes[group] = try sizing.size { size in
      try services.interruption.check()
      let spec = plan.probeSpec(for: repetition, size: size, in: surroundings)
      let record = try runner.run(plan.arms[repetition.arm], spec: spec, timeoutNs: timeout(repetition))
      patience.note(repetition, timedOut: record.status == .timeout)
      guard record.isMeasured, let batchNs = record.batchNs else { return nil }
      return (record.tasksN ?? size.tasksN, batchNs)
    }
    try directory.writePlan(plan)
  }

  private func timeout(_ repetition: PlannedRepetition) -> Int {
    patience.timeoutNs(for: repetition, expectedNs: forecast.plannedNs(of: repetition))
  }

  /// Turns a record with a wrong result into one that says so, and remembers a hang.
  private mutating func check(
    _ record: inout RepetitionRecord, _ spec: RepetitionSpec, _ repetition: PlannedRepetition
  ) {
    patience.note(repetition, timedOut: record.status == .timeout)
    guard record.isMeasured else { return }
    let cell = plan.cells[repetition.cell]
    if let objection = judge.objection(to: record, spec: spec, cell: cell, cellIndex: repetition.cell) {
      record.status = .wrongResult
      record.statusDetail = objection
    }
  }

  private func outcome(
    _ repetition: PlannedRepetition, _ spec: RepetitionSpec, _ record: RepetitionRecord, _ reading: MachineReading
  ) -> RepetitionOutcome {
    let planned = plan.arms[repetition.arm]
    let seen = reading.observation
    return RepetitionOutcome(
      runId: plan.runId, commit: planned.arm.isExternal ? nil : plan.commit, binarySha256: planned.binarySha256,
      arm: planned.arm, position: repetition.position, spec: spec, record: record,
      machine: MachineSample(
        canaryNs: seen.canaryNs, stealNs: seen.stealNs, throttledN: seen.throttledN, isDisturbed: reading.isDisturbed))
  }

  private func progress(at index: Int) -> RunProgress {
    let repetition = missing[index]
    return RunProgress(
      repetition: repetition, cell: plan.cells[repetition.cell].cell, arm: plan.arms[repetition.arm].arm,
      rounds: plan.rounds, finishedN: finishedBefore + index, totalN: finishedBefore + missing.count,
      remainingNs: forecast.expectedNs(of: missing[index...]))
  }
}

extension RepetitionRecord {
  /// Whether the repetition measured something, by a release or a debug build.
  var isMeasured: Bool { status == .ok || status == .debug }
}

extension RunOutcome {
  /// Counts the rows of a plan.
  init(rows: [TableRow], plan: Plan) {
    let own = Set(plan.arms.map(\.arm).filter { !$0.isExternal }.map(\.label))
    let failures: Set<RepetitionStatus> = [.failed, .timeout, .wrongResult, .malformed]
    self.init(counts: [:], hadFailures: false)
    for row in rows {
      guard let status = row[text: "status"].flatMap(RepetitionStatus.init(rawValue:)) else { continue }
      counts[status, default: 0] += 1
      if failures.contains(status), let arm = row[text: "arm"], own.contains(arm) { hadFailures = true }
    }
  }
}
