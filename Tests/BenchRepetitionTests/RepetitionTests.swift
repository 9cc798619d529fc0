import BenchModel
import BenchStrategies
import BenchWorkloads
import Testing
import WorkerPools
import WorkerPoolsPosix

@testable import BenchRepetition

@Suite("A repetition", .serialized)
struct RepetitionTests {
  @Test(
    "of the baseline has the service time of its tasks, from which the ideal follows, however short they are",
    .timeLimit(.minutes(20)),
    arguments: Workloads.builtIn.filter { $0.parameters.contains(.taskDuration) }.map { $0.name })
  func service(workload: String) throws {
    let server = try EchoServerFixture()
    defer { withExtendedLifetime(server) {} }
    for (tasks, every) in [(200, 64), (200, 1), (1, 64)] {
      var spec = RepetitionSpec.small("serial", workload, tasks: tasks)
      (spec.taskDurationNs, spec.taskIterationsN, spec.stampEveryN) = (5_000, 5_000, every)
      spec.socketPort = server.port
      // In a process of its own, with which its connection to the server ends.
      let record = try UnitProcess.spawn(RunRepetition.self, spec).collect().output
      #expect(record.status == good, "\(record.statusDetail ?? "")")
      let service = try #require(record.serviceNs)
      #expect(service.reduce(0) { $0 + $1.count } == (tasks + every - 1) / every)
      #expect(service.allSatisfy { $0.value > 0 })
    }
  }

  @Test("of the baseline fills its record")
  func serial() {
    let record = RepetitionMain.run(.small("serial", "cpu"))
    #expect(record.status == good)
    #expect(record.strategy == "serial" && record.startMethod == nil)
    #expect(record.submission == .single && record.chunkN == nil && record.inflightN == 1)
    #expect(record.tasksN == 24 && record.warmupTasksN == 2 && record.stampEveryN == 1)
    #expect(record.processesSpawnedN == 0 && record.threadsSpawnedN == 0)
    #expect(record.spawnNs == nil && record.reapNs == nil && record.workersPssBytes == nil)
    #expect(record.allocN == nil && record.allocBytes == nil)
    #expect(record.roundtripNs?.reduce(0) { $0 + $1.count } == 3)
    #expect(record.roundtripIdleNs?.reduce(0) { $0 + $1.count } == 1)
    #expect(record.latencyNs?.reduce(0) { $0 + $1.count } == 24)
    #expect((record.batchNs ?? 0) > 0 && record.startupNs != nil && record.teardownNs != nil)
    #expect((record.peakRssBytes ?? 0) > 1 << 20)
    #expect(record.checksum?.count == 16 && record.checksumTasksN == 24)
    #expect(record.tasks == nil)
  }

  @Test("says the same checksum for the same seed, and covers the tasks that it is told to")
  func checksum() {
    var spec = RepetitionSpec.small("serial")
    let whole = RepetitionMain.run(spec).checksum
    #expect(RepetitionMain.run(spec).checksum == whole)
    spec.checksumTasksN = 10
    let part = RepetitionMain.run(spec)
    #expect(part.checksumTasksN == 10 && part.checksum != whole)
    spec.tasksN = 10
    #expect(RepetitionMain.run(spec).checksum == part.checksum)
    spec.seed = 43
    #expect(RepetitionMain.run(spec).checksum != part.checksum)
  }

  @Test(
    "takes next to no memory for a longer batch, but a byte for each task", .timeLimit(.minutes(20)),
    arguments: ["serial", "thread-pool"])
  func memory(strategy: String) throws {
    func record(tasks: Int) throws -> RepetitionRecord {
      var spec = RepetitionSpec.small(strategy, tasks: tasks)
      (spec.stampEveryN, spec.checksumTasksN, spec.resultMode) = (1 << 12, 100, .each)
      // In a process of its own, where nothing else takes memory.
      return try UnitProcess.spawn(RunRepetition.self, spec).collect().output
    }
    let (short, long) = try (record(tasks: 1 << 16), record(tasks: 1 << 19))
    #expect(short.status == good && long.status == good)
    for record in [short, long] {
      let start = try #require(record.rssStartBytes)
      // The ring of results, filled, where there is one.
      #expect(try #require(record.peakRssBytes) - start < 8 << 20)
      #expect(start > 1 << 20)
    }
    #expect(try #require(long.peakRssBytes) - #require(short.peakRssBytes) < 4 << 20)
  }

  @Test("knows the largest memory of its batch alone", .timeLimit(.minutes(20)))
  func peak() throws {
    #expect(try UnitProcess.spawn(PeakScenario.self, 64 << 20).collect().output < 32 << 20)
  }

  @Test("lists every stamped task where it is asked to")
  func listsTasks() {
    var spec = RepetitionSpec.small("serial")
    spec.recordTasks = true
    spec.stampEveryN = 5
    let record = RepetitionMain.run(spec)
    #expect(record.tasks?.map(\.index) == [0, 5, 10, 15, 20])
    #expect(record.widthEffectiveN == nil, "one in five says nothing about what ran at once")
  }

  @Test(
    "starts processes as it is asked to and says so", .timeLimit(.minutes(20)),
    arguments: ["process-pool", "process-per-task"])
  func startMethod(strategy: String) throws {
    var spec = RepetitionSpec.small(strategy, "cpu")
    spec.startMethod = "forkserver"
    let record = RepetitionMain.run(spec)
    #expect(record.status == good, "\(record.statusDetail ?? "")")
    #expect(record.strategy == strategy && record.startMethod == "forkserver")
    spec.startMethod = "fork"
    let refusal = RepetitionMain.run(spec)
    #expect(refusal.status == .unsupported)
    #expect(refusal.statusDetail?.hasSuffix("has no start method \"fork\"; it has spawn and forkserver.") == true)
  }

  @Test("delivers results as it is asked to and says so", .timeLimit(.minutes(20)), arguments: ["noop", "payload"])
  func resultMode(workload: String) {
    var spec = RepetitionSpec.small("thread-pool", workload)
    let all = RepetitionMain.run(spec)
    #expect(all.status == good && all.resultMode == .all && all.strategy == "thread-pool")
    spec.resultMode = .each
    spec.stampEveryN = 4
    let each = RepetitionMain.run(spec)
    #expect(each.status == good, "\(each.statusDetail ?? "")")
    #expect(each.resultMode == .each && each.strategy == "thread-pool" && each.checksum == all.checksum)
    #expect(each.serviceNs?.reduce(0) { $0 + $1.count } == 6)
  }

  @Test("is unsupported where the strategy does not deliver results so", arguments: ["serial", "process-pool"])
  func unknownResultMode(strategy: String) {
    var spec = RepetitionSpec.small(strategy)
    spec.resultMode = .all
    let record = RepetitionMain.run(spec)
    #expect(record.status == .unsupported)
    #expect(record.statusDetail == "\(strategy) has no result mode \"all\"; it has each.")
  }

  @Test("counts allocations in the phase for it, at least those of the kernel")
  func allocations() throws {
    let record = RepetitionMain.run(.small("serial", "alloc", phase: .alloc))
    let count = try #require(record.allocN)
    let bytes = try #require(record.allocBytes)
    // The threads' caches hide some where they are on, as in these tests, so that only the order is checked here.
    #expect(count > 0 && bytes > 16 * count)
  }

  @Test("of persistent processes reports what its workers used and hold", .timeLimit(.minutes(20)))
  func processPool() throws {
    let record = RepetitionMain.run(.small("process-pool", "cpu"))
    #expect(record.status == good, "\(record.statusDetail ?? "")")
    #expect(record.strategy == "process-pool" && record.startMethod == "spawn")
    #expect(record.submission == .single && record.inflightN == 24)
    #expect((1...24).contains(record.chunkN ?? 0), "what was counted")
    #expect(record.processesSpawnedN == 2 && record.threadsSpawnedN == 0)
    #expect(record.spawnNs?.reduce(0) { $0 + $1.count } == 2)
    #expect(record.reapNs?.reduce(0) { $0 + $1.count } == 2)
    #expect((record.workersPssBytes ?? 0) > 1 << 20)
    #expect((record.startupCpuNs ?? 0) > 0, "a worker's start costs time in the worker")
    #expect((record.startupNs ?? 0) > 0)
  }

  @Test("of a process per task reports each process of the batch, and their usage", .timeLimit(.minutes(20)))
  func processPerTask() throws {
    let record = RepetitionMain.run(.small("process-per-task"))
    #expect(record.status == good, "\(record.statusDetail ?? "")")
    #expect(record.processesSpawnedN == 24 && record.inflightN == 2 && record.chunkN == 1)
    #expect(record.spawnNs?.reduce(0) { $0 + $1.count } == 24)
    #expect(record.reapNs == nil, "nobody orders the process of a task to end")
    #expect(record.workersPssBytes == nil)
    // A process costs hundreds of faults, of which this process alone would see next to none.
    #expect((record.minorFaultsN ?? 0) > 24 * 100)
    #expect((record.cpuUserNs ?? 0) + (record.cpuSystemNs ?? 0) > 24 * 100_000)
  }

  @Test(
    "gives the same checksum whatever the strategy", .timeLimit(.minutes(20)), arguments: ["noop", "cpu", "payload"])
  func sameChecksum(workload: String) throws {
    let width = CoreCount.affinity.count
    // In processes of their own: Swift's pool, which one of them waits for, is here kept busy by the tests.
    let records = try StrategyCatalog.names.map { name in
      try UnitProcess.spawn(RunRepetition.self, .small(name, workload, width: width)).collect().output
    }
    #expect(records.allSatisfy { $0.status == good })
    #expect(Set(records.map(\.checksum)).count == 1)
  }

  @Test(
    "of sleeping tasks shows the full width of each strategy that has one", .timeLimit(.minutes(20)),
    arguments: ["process-pool", "thread-pool", "thread-per-task"])
  func effectiveWidth(strategy: String) {
    var spec = RepetitionSpec.small(strategy, "sleep", width: 4)
    spec.taskDurationNs = 20_000_000
    #expect(RepetitionMain.run(spec).widthEffectiveN == 4)
    spec.taskDurationNs = 0
    #expect(RepetitionMain.run(spec).widthEffectiveN == nil, "too short to say")
  }

  @Test(
    "counts the allocations of units elsewhere, too", .timeLimit(.minutes(20)),
    arguments: ["process-pool", "process-per-task"])
  func unitAllocations(strategy: String) throws {
    let record = RepetitionMain.run(.small(strategy, "alloc", phase: .alloc))
    #expect(record.status == good)
    #expect(try #require(record.allocN) > 0)
    #expect(RepetitionMain.run(.small(strategy, "alloc")).allocN == nil)
  }

  @Test("of child tasks is one submission a task, with threads that are Swift's own", .timeLimit(.minutes(20)))
  func taskGroup() throws {
    let spec = RepetitionSpec.small("task-group", width: 64)
    let record = try UnitProcess.spawn(RunRepetition.self, spec).collect().output
    #expect(record.status == good, "\(record.statusDetail ?? "")")
    #expect(record.submission == .single && record.chunkN == nil && record.inflightN == 24)
    #expect((record.roundtripNs ?? []).isEmpty == false)
    #expect(record.threadsSpawnedN == nil && record.spawnNs == nil)
  }

  @Test("of Dispatch submits all tasks by one call, and hands over no single one")
  func concurrentPerform() {
    let record = RepetitionMain.run(.small("concurrent-perform", width: 64))
    #expect(record.status == good)
    #expect(record.submission == .map && record.chunkN == nil && record.threadsSpawnedN == nil)
    #expect(record.roundtripNs == nil && record.roundtripIdleNs == nil)
  }

  @Test("says what travelled together where it was counted, and nothing where it is not known")
  func chunkSize() {
    func chunk(_ tasks: Int, _ before: Int?, _ after: Int?, unitPerTask: Bool = false) -> Int? {
      ChunkSize.of(tasks: tasks, unitPerTask: unitPerTask, handovers: (before, after))
    }
    #expect(chunk(100, nil, nil) == nil && chunk(100, 7, nil) == nil && chunk(100, 7, 7) == nil)
    #expect(chunk(100, 5, 105) == 1 && chunk(100, 5, 205) == 1)
    #expect(chunk(100, 5, 15) == 10 && chunk(105, 0, 10) == 11 && chunk(104, 0, 10) == 10)
    #expect(chunk(100, nil, nil, unitPerTask: true) == 1)
  }

  @Test("that cannot run is unsupported, with a sentence", arguments: ["serial", "concurrent-perform"])
  func unbounded(strategy: String) {
    let record = RepetitionMain.run(.small(strategy, width: nil))
    #expect(record.status == .unsupported)
    #expect(record.statusDetail?.contains("--width") == true)
  }

  @Test("with a number that makes no sense is unsupported, and the field is named")
  func senselessNumbers() {
    var spec = RepetitionSpec.small("serial", tasks: 0)
    #expect(RepetitionMain.run(spec).statusDetail == "tasks_n is 0; it must be at least 1.")
    spec.tasksN = 1
    spec.stampEveryN = 0
    #expect(RepetitionMain.run(spec).status == .unsupported)
    spec.stampEveryN = 1
    spec.threadStackBytes = 4096
    #expect(RepetitionMain.run(spec).statusDetail == "thread_stack_bytes is 4096; it must be at least 65536.")
    spec.threadStackBytes = nil
    spec.distribution = "pareto"
    #expect(RepetitionMain.run(spec).statusDetail?.contains("pareto") == true)
    spec.distribution = "fixed"
    spec.startMethod = "fork"
    #expect(RepetitionMain.run(spec).status == .unsupported)
  }

  @Test("of an unknown strategy or workload has failed, and the known ones are named")
  func unknown() {
    #expect(RepetitionMain.run(.small("seriell")).statusDetail?.contains("serial, ") == true)
    #expect(RepetitionMain.run(.small("serial", "nop")).statusDetail?.contains("noop, cpu") == true)
  }

  @Test("holds Dispatch down only where the width is below the number of processors")
  func affinityHold() {
    func processors(_ strategy: String, _ width: Int?) -> Int? {
      AffinityHold.processors(for: .small(strategy, width: width), available: 4)
    }
    #expect(processors("concurrent-perform", 1) == 1)
    #expect(processors("concurrent-perform", 3) == 3)
    #expect(processors("concurrent-perform", 4) == nil)
    #expect(processors("concurrent-perform", nil) == nil)
    #expect(processors("thread-pool", 1) == nil)
  }

  @Test("says the commit of its build, also where it did not run", arguments: ["serial", "seriell"])
  func commit(strategy: String) {
    #expect(RepetitionMain.run(.small(strategy)).commit == BuildCommit.value)
  }

  @Test("names its allocator")
  func allocator() {
    #expect(Allocator.name() == "jemalloc")
    #expect(Allocator.name(isJemalloc: false, preloaded: nil) == "system")
    #expect(Allocator.name(isJemalloc: false, preloaded: "libc.so.6") == "system")
    #expect(Allocator.name(isJemalloc: false, preloaded: "/lib/x86_64-linux-gnu/libc.so.6") == "system")
    #expect(Allocator.name(isJemalloc: false, preloaded: "/opt/libmimalloc.so") == "/opt/libmimalloc.so")
    #expect(Allocator.name(isJemalloc: true, preloaded: "libjemalloc.so.2") == "jemalloc")
  }
}

/// By how much the peak of a repetition exceeds its beginning, after so many bytes were used and given back.
enum PeakScenario: WorkerFunction {
  static func run(_ bytes: Int) throws -> Int {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 4096)
    memory.initializeMemory(as: UInt8.self, repeating: 1, count: bytes)
    memory.deallocate()
    let record = RepetitionMain.run(.small("serial"))
    return (record.peakRssBytes ?? .max) - (record.rssStartBytes ?? 0)
  }
}

/// A repetition in a process of its own.
enum RunRepetition: WorkerFunction {
  static func run(_ spec: RepetitionSpec) -> RepetitionRecord { RepetitionMain.run(spec) }
}
