import Glibc
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// What a worker finds, however it was started.
@Suite("Workers of every start method")
struct StartMethodTests {
  @Test("find no descriptor but their own, and the streams of their host")
  func descriptors() throws {
    let found = try UnitProcess.spawn(DescriptorsOfUnits.self, 0).collect().output
    #expect(found[0] == found[1])
    #expect(found[0].keys.sorted() == [0, 1, 2, 3])
    #expect(found[0][0] == "/dev/null" && found[0][3] == "socket")
  }

  @Test("lead a group and a session, block nothing, and ignore SIGPIPE where their host does", .timeLimit(.minutes(20)))
  func signals() throws {
    let states = try UnitProcess.spawn(SignalsOfUnits.self, 0).collect().output
    #expect(states[0] == states[1])
    #expect(states[0].leadsGroup && states[0].leadsSession)
    #expect(states[0].sets == [0, SignalBits.of([SIGPIPE]), 0])
  }

  @Test("print each text once and whole", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func printing(_ method: StartMethod) throws {
    let text = try UnitProcess.spawn(PrintInUnits.self, .init(count: 20, method: method)).collect().output
    #expect(text == "host\n" + (0..<20).map { "line \($0)\n" }.joined())
  }

  @Test("leave what they start no worker", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func grandchildren(_ method: StartMethod) throws {
    #expect(try UnitProcess.spawn(AskGrandchild.self, 0, startMethod: method).collect().output == 0)
  }

  @Test("can use locks from several threads", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func locks(_ method: StartMethod) throws {
    let units = try (0..<4).map { _ in try UnitProcess.spawn(ContendForLock.self, 20_000, startMethod: method) }
    for unit in units { #expect(try unit.collect().output == 60_000) }
    #expect(try UnitProcess.spawn(ContendForConstant.self, 0, startMethod: method).collect().output == 42)
  }

  @Test("find the variables of their host, and none that made them", .timeLimit(.minutes(20)))
  func environment() throws {
    let found = try UnitProcess.spawn(VariablesOfUnits.self, 0).collect().output
    #expect(found[0] == found[1])
    #expect(found[1] == found[2])
  }

  @Test("know their own number as that of their thread", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func threadNumber(_ method: StartMethod) throws {
    let unit = try UnitProcess.spawn(RecursiveLockOwner.self, 0, startMethod: method)
    #expect(try unit.collect().output == unit.pid)
  }

  @Test(
    "200 of them leave descriptors, threads and children as they were", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func leaks(_ method: StartMethod) throws {
    let census = try UnitProcess.spawn(CycleUnits.self, .init(count: 200, method: method)).collect().output
    #expect(census[0] == census[1])
    #expect(census[0].children == (method == .forkserver ? 1 : 0))
  }

  @Test("end for a host that ignores SIGCHLD, too", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func ignoredSignal(_ method: StartMethod) throws {
    #expect(try UnitProcess.spawn(UnitsUnderIgnoredSignal.self, method).collect().output == ["42", "died", "8"])
  }

  @Test("make a pool that keeps its size", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func pool(_ method: StartMethod) throws {
    var configuration = ProcessPool.Configuration(workers: 2)
    configuration.startMethod = method
    try configuration.setInitializer(CountInitializations.self, 1)
    try withProcessPool(configuration) { pool throws in
      #expect(try pool.runOnEachWorker(CountInitializations.self, 0) == [1, 1])
      #expect(poolError { _ = try pool.run(.exit(7)) }?.worker?.termination == .exited(7))
      #expect(try pool.runOnEachWorker(CountInitializations.self, 0) == [1, 1])
      for number in 0..<50 { #expect(try pool.run(.double(number)) == 2 * number) }
    }
  }
}
