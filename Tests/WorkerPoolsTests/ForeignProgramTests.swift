import Glibc
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

@Suite("A pool of another executable")
struct ForeignProgramTests {
  private static let ending = ["/bin/false", "/bin/true", "/bin/cat"]

  @Test(
    "that ends without being a worker gives up at once, in one sentence", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases, ending)
  func ends(_ method: StartMethod, _ program: String) throws {
    let error = method.failure(of: program)
    #expect(error?.code == .cannotStart)
    #expect(error?.description.hasPrefix(program) == true)
    #expect(error?.description.contains("without serving as a worker") == true)
  }

  @Test("or a unit of one that runs and is no worker is found out and killed", .timeLimit(.minutes(20)))
  func sleeps() async throws {
    let folder = try ProgramFolder()
    let program = try folder.script("exec sleep 1000")
    // At the same time, and none of it on a thread of other tests, because each takes ten seconds.
    let attempts = StartMethod.allCases.flatMap { method in
      [{ @Sendable in method.failure(of: program) }, { @Sendable in method.unitFailure(of: program) }]
    }
    let errors = try await onThreads(attempts)
    #expect(errors.count == 4 && errors.allSatisfy { $0 == PoolError.silentProgram(program) })
  }

  @Test("that runs and is no worker does not outlive a short start timeout", .timeLimit(.minutes(20)))
  func sleepsShortly() throws {
    let folder = try ProgramFolder()
    let program = try folder.script("exec sleep 1000")
    let error = StartMethod.spawn.failure(of: program) { $0.startTimeout = .milliseconds(500) }
    #expect(error == PoolError.silentProgram(program))
  }

  @Test("whose workers sleep before they are ready is not mistaken for a foreign one", .timeLimit(.minutes(20)))
  func sleepyWorker() throws {
    let gate = try Gate()
    let pool = try StartMethod.spawn.make(1) {
      $0.executable = ProcessImage.executableFile()
      try $0.setInitializer(RunJob.self, .waitAtGate(port: gate.port))
      $0.startTimeout = .seconds(2)
      $0.restartBudget = 0
    }
    let error = poolError { _ = try pool.run(.double(1)) }
    #expect(error?.code == .workersKeepDying)
    #expect(error?.description.contains("was not ready within") == true)
    try pool.closeAndJoin()
  }

  @Test(
    "that starts the worker as a child of its own says to exec it", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func descendant(_ method: StartMethod) throws {
    let folder = try ProgramFolder()
    let program = try folder.wrapper(command: "")
    #expect(method.failure(of: program) == PoolError.refused(.descendant, program))
  }

  @Test(
    "that becomes this program works, whatever it starts before", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func wrapper(_ method: StartMethod) throws {
    let folder = try ProgramFolder()
    // The program in between finds the marker, too, and must not take itself for the worker.
    let program = try folder.wrapper("'\(ProgramFolder.testProgram)' | cat; sleep 0.1")
    let pool = try method.make(2) { $0.executable = program }
    #expect(try pool.runOnEachWorker(RunJob.self, .double(21)) == [42, 42])
    #expect(poolError { _ = try pool.run(.exit(1)) }?.code == .workerDied)
    #expect(try pool.runOnEachWorker(RunJob.self, .double(4)) == [8, 8])
    try pool.closeAndJoin()
  }

  @Test("whose file is no program is a typed error", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func noProgram(_ method: StartMethod) throws {
    let folder = try ProgramFolder()
    let text = folder.path + "/text"
    try FileSystemAccess.writeAtomically(Array("no program\n".utf8), to: text)
    let expected: [(String, Errno)] = [(text, .permissionDenied), (folder.path, .permissionDenied)]
    for (path, code) in expected {
      let error = method.failure(of: path)
      #expect(error?.code == .cannotStart && error?.systemErrorNumber == code.rawValue)
    }
    chmod(text, 0o755)
    #expect(method.failure(of: text)?.systemErrorNumber == Errno.execFormatError.rawValue)
    try FileSystemAccess.writeAtomically(Array("#!/nowhere/at/all\n".utf8), to: text)
    chmod(text, 0o755)
    let error = method.failure(of: text)
    #expect(error?.systemErrorNumber == Errno.noSuchFileOrDirectory.rawValue)
    #expect(error?.description.contains("interpreter") == true)
  }

  @Test("does not give up for good because of one process, once another has served")
  func laterDeath() {
    let program = "/a/program"
    #expect(PoolError.startFailure(of: program, ended: .exited(127), hasServed: false)?.isFinal == true)
    #expect(PoolError.startFailure(of: program, ended: .exited(127), hasServed: true) == nil)
    #expect(PoolError.startFailure(of: program, ended: .signaled(9), hasServed: false) == nil)
    #expect(PoolError.startFailure(of: nil, ended: .exited(127), hasServed: false) == nil)
  }

  @Test("is not mistaken for a foreign one while it only waits for a processor or a disk")
  func patience() {
    #expect(!StartPatience.isOver(ProcessActivity(isAsleep: false, processorNs: 10_000_000)))
    #expect(StartPatience.isOver(ProcessActivity(isAsleep: false, processorNs: 60_000_000_000)))
    #expect(StartPatience.isOver(ProcessActivity(isAsleep: true, processorNs: 0)))
    #expect(StartPatience.isOver(nil))
  }

  @Test(
    "for a unit is told like one for a pool", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func units(_ method: StartMethod) throws {
    #expect(method.unitFailure(of: "/bin/false") == PoolError.foreignProgram("/bin/false", .exited(1)))
    let folder = try ProgramFolder()
    let nested = try folder.wrapper(command: "")
    #expect(method.unitFailure(of: nested) == PoolError.refused(.descendant, nested))
  }
}
