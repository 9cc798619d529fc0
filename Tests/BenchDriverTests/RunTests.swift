import BenchDriver
import BenchFixtures
import BenchModel
import BenchPlan
import BenchResults
import Synchronization
import Testing
import WorkerPoolsPosix

@Suite("A run")
struct RunTests {
  private let folder = TemporaryFolder()

  private func begin(
    _ configuration: RunConfiguration, services: SessionServices = .forTests(), name: String = "run"
  ) throws -> RunDirectory {
    let plan = try Preflight.plan(configuration, services: services)
    let directory = try RunDirectory.create(at: folder.file(name))
    try BenchRun.begin(plan, in: directory, services: services)
    return directory
  }

  /// How the repetitions of a run ended, in their order.
  private func statuses(_ directory: RunDirectory) throws -> [String?] {
    try directory.rows(of: .repetitions).map { $0[text: "status"] }
  }

  /// The numbers of the repetitions that have a row.
  private func seqs(_ directory: RunDirectory) throws -> Set<Int> {
    Set(try directory.rows(of: .repetitions).compactMap { $0[integer: "seq"] })
  }

  private func measured(_ directory: RunDirectory) throws -> [String: TableRow] {
    let rows = try directory.rows(of: .repetitions).filter { $0[text: "phase"] == "measure" }
    return Dictionary(rows.map { ($0[text: "arm"] ?? "", $0) }) { first, _ in first }
  }

  @Test("a policy that asks for what is there already is an error, and no endless loop", .timeLimit(.minutes(20)))
  func askedTwice() throws {
    let arm = try PlayedArm.make("serial", PlayedArm.good, strategy: "serial", in: folder)
    let plan = try Preflight.plan(.forTests(arms: [arm]), services: .forTests())
    let directory = try RunDirectory.create(at: folder.file("run"))
    let first = Array(plan.repetitions.prefix(1))
    #expect(throws: DriverError.noProgress(round: 0)) {
      _ = try AdaptiveRun.complete(plan, in: directory, services: .forTests()) { _ in first }
    }
    #expect(try directory.rows(of: .repetitions).count == 1)
  }

  @Test(
    "whatever an arm does is a row with its status, and the run goes on",
    .timeLimit(.minutes(20)),
    arguments: [
      ("ok", PlayedArm.good, "ok", ""),
      ("crash", "echo boom >&2; kill -SEGV $$", "failed", "signal 11"),
      ("code", "echo first; echo the reason >&2; exit 3", "failed", "exited with code 3: the reason"),
      ("hang", "exec sleep 1000", "timeout", "killed after"),
      ("deaf", "trap '' TERM INT HUP; while :; do sleep 1000; done", "timeout", "killed after"),
      ("garbage", "echo '{\"protocol_version\":1,' > $record", "malformed", "not a JSON object"),
      ("empty", "exit 0", "malformed", "left no record"),
      ("future", "echo '{\"protocol_version\":2,\"status\":\"ok\"}' > $record", "malformed", "protocol_version 2"),
      ("folder", "mkdir $record", "malformed", "cannot be read"),
      ("flood", "head -c 3000000 /dev/zero | tr '\\0' x; \(PlayedArm.good)", "ok", ""),
      ("wrong", "finish 00000000000000bb", "wrong_result", "instead of 00000000000000aa"),
      (
        "dropped", "echo '{\"protocol_version\":1,\"status\":\"ok\",\"tasks_n\":1,\"batch_ns\":5}' > $record",
        "wrong_result", "it ran 1 of"
      ),
      ("unable", "echo '{\"protocol_version\":1,\"status\":\"unsupported\"}' > $record", "unsupported", ""),
    ])
  func everyEnd(label: String, script: String, status: String, detail: String) throws {
    var configuration = RunConfiguration.forTests(arms: [
      try PlayedArm.make("serial", PlayedArm.good, strategy: "serial", in: folder),
      try PlayedArm.make(label, script, in: folder),
    ])
    configuration.settings.repetitionTimeoutNs = status == "timeout" ? 300_000_000 : 30_000_000_000
    configuration.settings.tasksOverrideN = 10
    let directory = try begin(configuration)
    let rows = try measured(directory)
    let row = try #require(rows[label])
    #expect(row[text: "status"] == status)
    let found = row[text: "status_detail"] ?? ""
    #expect(found == detail || found.contains(detail))
    #expect(rows["serial"]?[text: "status"] == "ok")
    #expect(try seqs(directory) == Set(1...5))
  }

  @Test("a flood is cut in the log, which says so", .timeLimit(.minutes(20)))
  func floodLog() throws {
    let script = "head -c 3000000 /dev/zero | tr '\\0' x; \(PlayedArm.good)"
    var configuration = RunConfiguration.forTests(arms: [try PlayedArm.make("flood", script, in: folder)], rounds: 0)
    configuration.settings.tasksOverrideN = 10
    let directory = try begin(configuration)
    let log = try #require(FileSystemAccess.text(of: directory.path(of: .log)))
    #expect(log.hasPrefix("== seq 1, round 0, flood, sleep\nxxx"))
    #expect(log.hasSuffix("== \(3_000_000 - (64 << 10)) more bytes were left out\n"))
  }

  @Test("what an arm leaves behind in its process group is killed", .timeLimit(.minutes(20)))
  func grandchild() throws {
    let life = try folder.makeFifo("life", .readOnly)
    defer { try? life.close() }
    let script = "exec 3> \(folder.file("life")); sleep 1000 & \(PlayedArm.good)"
    var configuration = RunConfiguration.forTests(arms: [try PlayedArm.make("parent", script, in: folder)])
    configuration.settings.tasksOverrideN = 10
    #expect(try statuses(begin(configuration)) == ["ok", "ok"])
    #expect(try writersAreGone(life))
  }

  @Test("the warm-up round sizes each batch once for each strategy, the control included", .timeLimit(.minutes(20)))
  func sizing() throws {
    let script = "echo $(field tasks_n) $(field roundtrip_max_n) >> \(folder.file("asked")); \(PlayedArm.good)"
    var configuration = RunConfiguration.forTests(
      arms: [try PlayedArm.make("pool", script, strategy: "process-pool", in: folder)])
    configuration.hasControl = true
    let directory = try begin(configuration)
    let plan = try directory.readPlan(Plan.self)
    // The arm says 200 ms whatever it is asked for: 20 tasks are good.
    #expect(plan.cells[0].sizes == ["process-pool": BatchSize(tasksN: 20, stampEveryN: 1)])
    #expect(plan.arms.map(\.arm.label) == ["pool", "pool-control"])
    let asked = try #require(FileSystemAccess.text(of: folder.file("asked"))).split(separator: "\n")
    #expect(asked == ["20 0", "20 0", "20 0", "20 1000", "20 1000", "5 0", "5 0"])
  }

  @Test(
    "an interrupt ends the run within two seconds and leaves neither child nor half a row", .timeLimit(.minutes(20)))
  func interrupt() throws {
    let life = try folder.makeFifo("life", .readOnly)
    let trigger = try folder.makeFifo("trigger", .readWrite)
    defer {
      try? life.close()
      try? trigger.close()
    }
    let script = """
      if [ $(field seq) = 2 ]; then
        exec 3> \(folder.file("life")); trap '' TERM INT; sleep 1000 & echo now > \(folder.file("trigger")); wait
      fi
      \(PlayedArm.good)
      """
    var configuration = RunConfiguration.forTests(arms: [try PlayedArm.make("slow", script, in: folder)], rounds: 3)
    configuration.settings.tasksOverrideN = 10
    let start = MonotonicTime.now()
    #expect(throws: Interrupted.self) { try begin(configuration, services: .forTests(interruption: trigger)) }
    #expect(try writersAreGone(life))
    #expect(MonotonicTime.now() - start < 20_000_000_000)
    #expect(try seqs(RunDirectory.open(at: folder.file("run"))) == [1])
  }

  @Test("a resumed run ends with the repetitions of an uninterrupted one, each once", .timeLimit(.minutes(20)))
  func resume() throws {
    let trigger = try folder.makeFifo("trigger", .readWrite)
    defer { try? trigger.close() }
    let script = """
      if [ $(field seq) = 6 ] && [ ! -e \(folder.file("again")) ]; then
        touch \(folder.file("again")); echo now > \(folder.file("trigger")); exec sleep 1000
      fi
      \(PlayedArm.good)
      """
    let arms = try ["a", "b", "c"].map { try PlayedArm.make($0, script, in: folder) }
    let configuration = RunConfiguration.forTests(arms: arms, rounds: 3, seed: 77)
    let whole = try Preflight.plan(configuration, services: .forTests()).repetitions
    #expect(throws: Interrupted.self) { try begin(configuration, services: .forTests(interruption: trigger)) }

    let directory = try RunDirectory.open(at: folder.file("run"))
    let before = try directory.readPlan(Plan.self)
    let events = Mutex<[Int]>([])
    let services = SessionServices.forTests { event in
      if case .started(let progress) = event { events.withLock { $0.append(progress.repetition.seq) } }
    }
    try BenchRun.resume(directory, services: services)
    #expect(events.withLock { $0 } == Array(6...12))
    #expect(try statuses(directory) == Array(repeating: "ok", count: 12))
    let rows = try directory.rows(of: .repetitions)
    #expect(rows.map { $0[integer: "seq"] } == whole.map(\.seq))
    #expect(rows.map { $0[text: "arm"] } == whole.map { arms[$0.arm].label })
    #expect(try directory.readPlan(Plan.self) == before)
  }

  @Test("resume refuses an arm that was changed", .timeLimit(.minutes(20)))
  func changedArm() throws {
    let arm = try PlayedArm.make("a", PlayedArm.good, in: folder)
    let directory = try begin(.forTests(arms: [arm]))
    try BenchRun.resume(directory, services: .forTests())
    _ = try PlayedArm.make("a", PlayedArm.good + "; true", in: folder)
    #expect(throws: DriverError.changedExecutable(path: folder.file("a.sh"))) {
      try BenchRun.resume(directory, services: .forTests())
    }
  }
}
