import Testing
import WorkerPoolsPosix

@Suite("A run that is stopped", .serialized)
struct StoppingTests {
  private static let arguments = [
    "run", "--workloads", "sleep", "--task-duration", "2ms", "--strategies", "serial,process-pool,process-per-task",
    "--rounds", "4", "--tasks", "60", "--seed", "3",
  ]

  @Test(
    "SIGINT and SIGTERM end it with exit 130 within 2 s, and finished rows stay", .timeLimit(.minutes(20)),
    arguments: [SignalNumber.interrupt, SignalNumber.terminate])
  func signals(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    let program = try Bench.start(Self.arguments + ["--output", run])
    try program.waitForRows(6, in: run)
    let before = MonotonicTime.now()
    program.signal(signal)
    let result = try program.finish()
    #expect(result.status == .exited(130), "\(result.errors)")
    #expect(MonotonicTime.now() - before < 2_000_000_000)
    #expect(try RepsTable(path: run + "/reps.csv").rows.count >= 6)
    #expect(try program.processesLeft(within: 0) == [])
  }

  @Test("--resume completes exactly the missing repetitions", .timeLimit(.minutes(20)))
  func resume() throws {
    let folder = try TemporaryFolder()
    let whole = folder.path("whole")
    let run = folder.path("run")
    #expect(try Bench.run(Self.arguments + ["--output", whole]).status == .exited(0))
    let program = try Bench.start(Self.arguments + ["--output", run])
    try program.waitForRows(9, in: run)
    program.signal(SignalNumber.interrupt)
    _ = try program.finish()
    let kept = try RepsTable(path: run + "/reps.csv").rows.count
    let resumed = try Bench.run(["run", "--resume", run])
    #expect(resumed.status == .exited(0), "\(resumed.errors)")
    func identity(_ path: String) throws -> [String] {
      try RepsTable(path: path + "/reps.csv").rows.map { row in
        ["seq", "round", "phase", "position", "arm", "workload", "tasks_n"].map { row[$0] ?? "" }.joined(separator: ",")
      }
    }
    #expect(try identity(run).sorted() == identity(whole).sorted())
    #expect(kept < (try identity(whole).count))
  }

  @Test("SIGKILL of the driver leaves no process after 2 s", .timeLimit(.minutes(20)))
  func killed() throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    let program = try Bench.start([
      "run", "--workloads", "sleep", "--task-duration", "30s", "--strategies", "process-pool", "--rounds", "1",
      "--tasks", "4", "--output", run,
    ])
    // The driver, its watchdog, the repetition and two workers.
    try program.waitForProcesses(atLeast: 5)
    program.signal(SignalNumber.kill)
    _ = try program.finish()
    #expect(try program.processesLeft(within: 2_000_000_000) == [])
  }
}
