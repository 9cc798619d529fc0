import Testing
import WorkerPools
import WorkerPoolsPosix

/// What a pool promises whatever the standard streams of its host lead to, for each start method.
@Suite("Standard streams", .serialized)
struct StandardErrorTests {
  /// Runs hosts at the same time, since most of them wait, and returns what came of each.
  private func reports(_ streams: [HostStream]) throws -> [PoolWithStream.Report] {
    let inputs = streams.flatMap { stream in
      StartMethod.allCases.map { PoolWithStream.Input(stream: stream, both: $0 == .spawn, method: $0) }
    }
    return try inputs.map { try UnitProcess.spawn(PoolWithStream.self, $0) }.map { try $0.collect().output }
  }

  @Test("that refuse hold nobody up and end no host", .timeLimit(.minutes(20)))
  func refusing() throws {
    for report in try reports(HostStream.allCases.filter { !$0.isStuck }) {
      #expect(report.lines == 3 && report.floods == 2 && report.others == 20 && report.joinError == nil, "\(report)")
    }
  }

  @Test(
    "that are stuck hold up only who writes, take little memory, and let the pool end", .timeLimit(.minutes(20)))
  func stuck() throws {
    for report in try reports(HostStream.allCases.filter(\.isStuck)) {
      #expect(report.lines == 3 && report.others == 20 && report.joinError == nil, "\(report)")
      #expect(report.grownBytes < 4 << 20)
    }
  }

  @Test(
    "that refuse what a task prints cost that task, and say so", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func refusedOutput(_ method: StartMethod) throws {
    let input = PoolWithStream.Input(stream: .pipeWithoutReader, both: false, method: method)
    let seen = try UnitProcess.spawn(PoolWithOutput.self, input).collect().output
    #expect(seen.first?.contains("was killed by signal 13 (Broken pipe) while it ran the task") == true, "\(seen)")
  }

  @Test(
    "that do not take what a task prints make it wait, until it is killed", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func stuckOutput(_ method: StartMethod) throws {
    let input = PoolWithStream.Input(stream: .stuckPipe, both: false, method: method)
    #expect(try UnitProcess.spawn(PoolWithOutput.self, input).collect().output == ["waits"])
  }

  @Test(
    "that the host replaces get what is still to come, in order", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func replaced(_ method: StartMethod) throws {
    let text = try UnitProcess.spawn(ReplaceStream.self, method).collect().output
    #expect(text == "line 0\nline 1\nline 2\nline 3\n")
  }

  @Test(
    "whose reader goes away let tasks go on that waited for it", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func lostReader(_ method: StartMethod) throws {
    #expect(try UnitProcess.spawn(LoseReader.self, method).collect().output == 1 << 20)
  }

  @Test(
    "that a process which a task has left fills without end hold up nothing", .timeLimit(.minutes(20)),
    arguments: [false, true], StartMethod.allCases)
  func noise(isStuck: Bool, method: StartMethod) throws {
    let input = PoolBesideNoise.Input(isStuck: isStuck, terminates: method == .spawn, method: method)
    #expect(try UnitProcess.spawn(PoolBesideNoise.self, input).collect().output == 380)
  }

  @Test("say why a worker crashed, however much follows", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func longBacktrace(_ method: StartMethod) throws {
    let pool = try method.make(1)
    let error = poolError { _ = try pool.apply(CrashAtLength.self, 10_000) }
    #expect(error?.description.hasSuffix(": File.swift:7: Fatal error: as ordered") == true)
    try pool.closeAndJoin()
  }

  @Test("do not say why a worker crashed that has lived on", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func survivedError(_ method: StartMethod) throws {
    let text = try UnitProcess.spawn(SurviveFatalError.self, method).collect().output
    #expect(text.contains("was killed by signal 9") && !text.contains("somebody else"))
  }
}
