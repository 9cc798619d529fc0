import CRestrictions
import Glibc
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

@Suite("A process that was started to be a worker and cannot be one")
struct StartRefusalTests {
  /// Starts this program as a unit, with that changed, and returns how it ended.
  ///
  /// If it went on into `main` it would run no test, and end with code 0.
  private func end(_ change: (inout Launch) -> Void) throws -> TerminationStatus {
    let pair = try SocketPair()
    // Should it become a worker, it finds its host gone, and ends.
    try pair.ours.close()
    defer { try? pair.theirs.close() }
    // Of these arguments `main` makes that there is no test to run.
    let surroundings = Surroundings(arguments: CStrings(["program"]))
    var launch = WorkerRole.unit.launch(
      executable: nil, in: surroundings, passing: WorkerRole.passed([pair.theirs]))
    change(&launch)
    return try ChildProcess.spawn(launch).wait().status
  }

  private func code(_ refusal: StartRefusal) -> TerminationStatus { .exited(refusal.exitCode) }

  /// Has the marker say something else.
  private func mark(_ change: @escaping ([String]) -> [String]) -> (inout Launch) -> Void {
    { launch in
      let name = "WORKERPOOLS_WORKER"
      let fields = launch.additionalEnvironment[name]?.split(separator: " ").map(String.init) ?? []
      launch.additionalEnvironment[name] = change(fields).joined(separator: " ")
    }
  }

  @Test(
    "ends before main if it does not understand what it is to be", .timeLimit(.minutes(20)),
    arguments: [
      [""], ["pool,quiet"], ["worker"], ["worker", "999999", "unit", "-", "-"], ["other", "2", "unit", "-", "-"],
    ])
  func marker(_ fields: [String]) throws {
    #expect(try end(mark { _ in fields }) == code(.version))
  }

  @Test("ends before main if its role is unknown", .timeLimit(.minutes(20)))
  func role() throws {
    #expect(try end(mark { [$0[0], $0[1], "nurse", $0[3], $0[4]] }) == code(.version))
  }

  @Test(
    "ends before main if it is another build", .timeLimit(.minutes(20)),
    .enabled(if: ProcessImage.buildIdentifier != nil))
  func build() throws {
    #expect(try end(mark { $0.dropLast() + ["00ff"] }) == code(.build))
  }

  @Test("ends before main without a socket where its channel should be", .timeLimit(.minutes(20)))
  func socket() throws {
    #expect(try end { $0.passedDescriptors = [] } == code(.socket))
    let file = try TemporaryFile.openUnlinked(in: "/tmp")
    defer { try? file.close() }
    #expect(try end { $0.passedDescriptors = WorkerRole.passed([file]) } == code(.socket))
  }

  @Test("ends before main if its host did not start it itself", .timeLimit(.minutes(20)))
  func descendant() throws {
    #expect(try end { $0.processGroup = .inherited } == code(.descendant))
  }

  @Test("ends before main if the socket is another user's", .timeLimit(.minutes(20)), .enabled(if: isRoot))
  func user() throws {
    #expect(try UnitProcess.spawn(StartForOtherUser.self, 0).collect().output == StartRefusal.user.exitCode)
  }

  @Test(
    "ends before main with privileges that its user has not, and the pool gives up at once with a sentence",
    .timeLimit(.minutes(20)), .enabled(if: isRoot), arguments: StartMethod.allCases, [false, true])
  func privileges(_ method: StartMethod, isSetuid: Bool) throws {
    let folder = try ProgramFolder()
    let program = try folder.copy()
    guard isSetuid ? chmod(program, 0o4755) == 0 : give_capability(program) == 0 else { return }
    let attempt = try UnitProcess.spawn(PoolOfOtherUser.self, .init(executable: program, method: method)).collect()
      .output
    #expect(attempt.isTyped)
    #expect(attempt.description == StartRefusal.privileges.description(of: program))
    #expect(attempt.left.allSatisfy { $0 == 0 })
  }

  @Test("says why by an exit code of its own, and the pool by a sentence of its own")
  func codes() {
    let codes = StartRefusal.allCases.map(\.exitCode)
    #expect(Set(codes).count == codes.count)
    for refusal in StartRefusal.allCases {
      #expect(StartRefusal(exitCode: refusal.exitCode) == refusal)
      let error = PoolError.startFailure(of: "/a/program", ended: code(refusal), hasServed: true)
      #expect(error?.code == .cannotStart)
      #expect(error?.description.contains("/a/program") == true)
    }
    #expect(StartRefusal(exitCode: 0) == nil && StartRefusal(exitCode: 1) == nil && StartRefusal(exitCode: 127) == nil)
  }

  @Test(
    "is not confused with a worker whose task ends it by the same code", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func sameCode(_ method: StartMethod) throws {
    let pool = try method.make(1)
    for refusal in StartRefusal.allCases {
      #expect(poolError { _ = try pool.run(.exit(refusal.exitCode)) }?.worker?.termination == .exited(refusal.exitCode))
    }
    #expect(try pool.run(.double(21)) == 42)
    try pool.closeAndJoin()
    let unit = try UnitProcess.spawn(RunJob.self, .exit(StartRefusal.build.exitCode), startMethod: method)
    #expect(poolError { _ = try unit.collect() }?.code == .workerDied)
  }
}
