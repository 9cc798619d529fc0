/// The phases of a repetition, which are the same for every peer.
struct Repetition {
  private static let leastServiceForWidthNs = 20_000

  private let spec: Spec
  private let kernel: Kernel
  private let peer: any Peer
  private var record = Record()

  init(_ spec: Spec, _ kernel: Kernel, _ peer: any Peer) {
    self.spec = spec
    self.kernel = kernel
    self.peer = peer
    record.strategy = peer.description
    record.allocator = Allocator.name
    record.submission = peer.submission
    record.resultMode = peer.resultMode
    record.chunkN = peer.chunk
    record.tasksN = spec.tasksN
    record.warmupTasksN = spec.warmupTasksN
    record.stampEveryN = peer.submission == .single ? spec.stampEveryN : nil
    record.inflightN = peer.mostInFlight.map { min($0, spec.tasksN) } ?? spec.tasksN
  }

  mutating func measure() throws -> Record {
    let start = try span { try peer.startUp() }
    record.startupNs = start.end - start.begin
    record.startupCpuNs = start.used.userNs + start.used.systemNs
    if spec.warmupTasksN > 0 { try peer.run(Batch(kernel, count: spec.warmupTasksN)) }
    try roundTrips()
    try batch()
    let end = try span { try peer.tearDown() }
    record.teardownNs = end.end - end.begin
    record.teardownCpuNs = end.used.userNs + end.used.systemNs
    record.processesSpawnedN = peer.processesSpawned
    record.threadsSpawnedN = peer.threadsSpawned
    return record
  }

  private mutating func roundTrips() throws {
    let most = spec.roundtripMaxN + spec.roundtripIdleN
    guard most > 0 else { return }
    let batch = Batch(kernel, count: most)
    func trip(_ task: Int) throws -> Int {
      let begin = MonotonicClock.now()
      try peer.run(task, of: batch)
      return MonotonicClock.now() - begin
    }
    var (busy, idle): ([Int], [Int]) = ([], [])
    let deadline = MonotonicClock.now() + spec.roundtripMaxNs
    while busy.count < spec.roundtripMaxN, MonotonicClock.now() < deadline { busy.append(try trip(busy.count)) }
    for index in 0..<spec.roundtripIdleN {
      MonotonicClock.sleep(spec.roundtripIdlePauseNs)
      idle.append(try trip(busy.count + index))
    }
    record.roundtripNs = busy
    record.roundtripIdleNs = idle
  }

  private mutating func batch() throws {
    let covered = min(spec.checksumTasksN ?? spec.tasksN, spec.tasksN)
    let batch = Batch(kernel, count: spec.tasksN, stampEvery: spec.stampEveryN, covered: covered)
    if Memory.resetPeak() { record.rssStartBytes = Memory.residentBytes() }
    let span = try span { try peer.run(batch) }
    record.tStartNs = span.begin
    record.batchNs = span.end - span.begin
    record.cpuUserNs = span.used.userNs
    record.cpuSystemNs = span.used.systemNs
    record.ctxVoluntaryN = span.used.voluntary
    record.ctxInvoluntaryN = span.used.involuntary
    record.minorFaultsN = span.used.minorFaults
    record.majorFaultsN = span.used.majorFaults
    record.peakRssBytes = Memory.peakBytes()
    record.checksum = batch.checksum
    record.checksumTasksN = covered
    if peer.submission == .single { note(batch.times) }
  }

  private mutating func note(_ times: [[Int]]) {
    record.latencyNs = times.map { $0[3] - $0[1] }
    record.queueNs = times.map { $0[2] - $0[1] }
    let services = times.map { $0[3] - $0[2] }
    record.serviceNs = services
    if spec.stampEveryN == 1, services.sorted()[services.count / 2] >= Self.leastServiceForWidthNs {
      record.widthEffectiveN = mostAtOnce(times)
    }
    if spec.recordTasks == true { record.tasks = times }
  }

  private func mostAtOnce(_ times: [[Int]]) -> Int {
    let steps = times.flatMap { [($0[2], 1), ($0[3], -1)] }.sorted { $0 < $1 }
    var (running, most) = (0, 0)
    for step in steps {
      running += step.1
      most = max(most, running)
    }
    return most
  }

  private func span(_ body: () throws -> Void) rethrows -> (begin: Int, end: Int, used: Usage) {
    let before = Usage.now()
    let begin = MonotonicClock.now()
    try body()
    let end = MonotonicClock.now()
    return (begin, end, Usage.now() - before)
  }
}
