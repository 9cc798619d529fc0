import BenchModel
import BenchStrategies
import BenchWorkloads
import WorkerPools
import WorkerPoolsPosix

/// The phases of a repetition, in their order, each adding what it found to the record.
struct Measurement {
  /// The values of so many tasks are kept in any case, in half a megabyte.
  ///
  /// Checking them after the batch costs the batch nothing. Tasks of which there are more are so short that their expected
  /// values cost next to nothing.
  private static let leastKeptTasks = 1 << 16

  private let spec: RepetitionSpec
  private let workload: any Workload
  private let strategy: any Strategy
  private let heap: HeapCounter?
  private let batch: TaskBatch
  /// What a self-test plants; nil if nothing is planted.
  private let planted: TaskBatch?
  private var record: RepetitionRecord
  private var verdicts: [BatchVerdict] = []
  private var log = UnitLog()

  init(
    _ spec: RepetitionSpec, workloads: Workloads, planted slowdown: PlantedSlowdown = .none,
    strategy named: (String) throws -> any Strategy.Type
  ) throws {
    try spec.checkSupported()
    let type = try named(spec.strategy ?? "")
    let startMethod = try spec.startMethod(of: type)
    let resultMode = try spec.resultMode(of: type)
    let reference = try WorkloadReference(
      try workloads.named(spec.workload), settings: spec.workloadSettings)
    self.spec = spec
    workload = try reference.makeWorkload()
    strategy = try type.init(
      StrategySetup(
        workload: reference, width: spec.widthN, widthLimit: spec.widthLimitN, countsHeap: spec.phase == .alloc,
        startMethod: startMethod ?? .spawn, resultMode: resultMode, threadStackBytes: spec.threadStackBytes))
    heap = spec.phase == .alloc ? HeapCounter() : nil
    batch = TaskBatch(
      of: workload, count: spec.tasksN, stampEvery: spec.stampEveryN,
      keeping: max(spec.coveredTasksN, Self.leastKeptTasks))
    // What is planted costs time; allocations, which have no noise, would give it away.
    let extra = spec.phase == .alloc ? 0 : slowdown.extraTasks(ofBatch: spec.tasksN)
    planted = extra > 0 ? TaskBatch(of: workload, count: extra, stampEvery: spec.stampEveryN, keeping: 0) : nil
    record = RepetitionRecord(status: .ok)
    record.strategy = type.name
    record.startMethod = startMethod?.rawValue
    record.resultMode = resultMode
    record.submission = type.submission
  }

  /// Runs all phases; after an error nothing that the strategy created is left.
  mutating func run() throws -> RepetitionRecord {
    do {
      let ready = try startUp()
      try warmUp()
      try roundTrips()
      try runBatch()
      noteWorkerMemory()
      try tearDown(startedWith: ready)
    } catch {
      strategy.abandon()
      throw error
    }
    return finished()
  }

  private mutating func startUp() throws -> UnitTotals? {
    let span = try Span.around(totals: strategy.unitTotals, from: nil) { try strategy.startUp() }
    log = strategy.log.take()
    record.startupNs = span.durationNs
    record.startupCpuNs = span.usage.cpuNs
    return span.outside
  }

  private mutating func warmUp() throws {
    record.warmupTasksN = spec.warmupTasksN
    guard spec.warmupTasksN > 0 else { return }
    let batch = TaskBatch(of: workload, count: spec.warmupTasksN, keeping: 0)
    try strategy.run(batch)
    verdicts.append(batch.verdict(outside: nil))
  }

  private mutating func roundTrips() throws {
    guard type(of: strategy).hasRoundTrips, spec.roundtripMaxN > 0 || spec.roundtripIdleN > 0 else { return }
    var trips = RoundTripPhase(strategy, workload, spec)
    try trips.run()
    record.roundtripNs = Buckets.of(trips.busyNs)
    record.roundtripIdleNs = Buckets.of(trips.idleNs)
    verdicts.append(trips.verdict)
  }

  private mutating func runBatch() throws {
    _ = strategy.log.take()
    if type(of: strategy).createsUnitPerTask { strategy.log.reserve(spec.tasksN) }
    let before = try strategy.unitTotals()
    if ProcessMemory.resetPeak() { record.rssStartBytes = ProcessMemory.residentBytes() }
    var handovers = (before: strategy.handovers, after: Int?.none)
    let heapBefore = heap?.read()
    var heapAfter: HeapCount?
    let span = try Span.around(totals: strategy.unitTotals, from: before) {
      try strategy.run(batch)
      handovers.after = strategy.handovers
      if let planted { try strategy.run(planted) }
      heapAfter = heap?.read()
    }
    record.peakRssBytes = ProcessMemory.peakResidentBytes()
    log = log + strategy.log.take()
    record.chunkN = ChunkSize.of(
      tasks: spec.tasksN, unitPerTask: type(of: strategy).createsUnitPerTask, handovers: handovers)
    record.tStartNs = span.begin
    record.batchNs = span.durationNs
    note(usage: span.usage)
    note(own: heapBefore, heapAfter, outside: span.outside)
    let plantedRuns = planted?.expectedRuns ?? UnitTotals()
    verdicts.append(batch.verdict(outside: span.outside.map { $0 - plantedRuns }))
    if let planted { verdicts.append(planted.verdict(outside: nil)) }
  }

  private mutating func note(usage: ResourceUsage) {
    record.cpuUserNs = usage.userNs
    record.cpuSystemNs = usage.systemNs
    record.ctxVoluntaryN = usage.contextSwitchesVoluntary
    record.ctxInvoluntaryN = usage.contextSwitchesInvoluntary
    record.minorFaultsN = usage.minorFaults
    record.majorFaultsN = usage.majorFaults
  }

  private mutating func note(own before: HeapCount?, _ after: HeapCount?, outside: UnitTotals?) {
    guard let before, let after else { return }
    var count = after - before
    if let outside {
      guard let units = outside.heap else { return }
      count = count + units
    }
    record.allocN = count.allocations
    record.allocBytes = count.bytes
  }

  private mutating func noteWorkerMemory() {
    let sizes = strategy.processIdentifiers.map { ProcessMemory.proportionalSetBytes(pid: $0) }
    guard !sizes.isEmpty else { return }
    // One that cannot be read makes the sum unknown rather than too small.
    let known = sizes.compactMap { $0 }
    record.workersPssBytes = known.count == sizes.count ? known.reduce(0, +) : nil
  }

  /// The units that end here are collected here, so the kernel's sum over collected children grows by their whole
  /// lives; what was already counted is taken off.
  private mutating func tearDown(startedWith ready: UnitTotals?) throws {
    let counted = try strategy.unitTotals()?.usage ?? .zero
    let children = ResourceUsage.current(.children)
    let span = try Span.around(totals: { nil }, from: nil) { try strategy.tearDown() }
    let grown = ResourceUsage.current(.children) - children
    log = log + strategy.log.take()
    record.teardownNs = span.durationNs
    record.teardownCpuNs = span.own.cpuNs + max(0, grown.cpuNs - counted.cpuNs)
  }
}

extension Measurement {
  private func finished() -> RepetitionRecord {
    var record = record
    record.allocator = Allocator.name()
    record.taskIterationsN = spec.taskIterationsN
    record.inflightN = strategy.inFlight(ofBatch: spec.tasksN)
    record.tasksN = spec.tasksN
    record.stampEveryN = spec.stampEveryN
    record.spawnNs = Buckets.of(log.spawnNs)
    record.reapNs = Buckets.of(log.reapNs)
    record.processesSpawnedN = log.processes
    record.threadsSpawnedN = log.threads
    record.note(batch.times, listed: spec.recordTasks, stampEvery: spec.stampEveryN)
    record.checksum = batch.checksum(ofFirst: spec.coveredTasksN)
    record.checksumTasksN = spec.coveredTasksN
    record.judge(verdicts)
    return record
  }
}
