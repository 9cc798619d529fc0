import Testing
import WorkerPoolsPosix

@Suite("What goes wrong is said in one line")
struct ErrorTests {
  /// Runs a command that must fail, and returns its one line.
  private func failure(_ arguments: [String], status: Int32 = 1) throws -> String {
    let result = try Bench.run(arguments)
    #expect(result.status == .exited(status), "\(arguments): \(result.output)\(result.errors)")
    let lines = result.errors.split(separator: "\n")
    #expect(lines.count == 1, "\(result.errors)")
    return lines.last.map(String.init) ?? ""
  }

  @Test(
    "an option that does not exist, a value that cannot be read, a name that is not known", .timeLimit(.minutes(20)))
  func usage() throws {
    #expect(try failure(["run", "--nonsense"], status: 64).contains("--nonsense"))
    #expect(try failure(["run", "--task-duration", "5 parsecs"], status: 64).contains("250us"))
    #expect(try failure(["run", "--workloads", "nop"], status: 64).contains("noop"))
    #expect(try failure(["run", "--strategies", "fibers"], status: 64).contains("thread-pool"))
    #expect(try failure(["run", "--width", "0"], status: 64).contains("at least 1"))
    #expect(try failure(["run", "--stack-size", "4KiB"], status: 64).contains("give a size of at least 64KiB"))
    #expect(try failure(["run", "--arm", "no label=true"], status: 64).contains("label"))
    #expect(try failure(["run", "--quick", "--rigorous"], status: 64).contains("--rigorous"))
    #expect(try failure(["run", "--suite", "nonesuch"], status: 64).contains("quick"))
    #expect(try failure(["run", "--suite", "peers"], status: 64).contains("Benchmarks/Peers/run"))
    #expect(try failure(["pivot"], status: 64).contains("bench help pivot"))
  }

  @Test("a suite file's wrong key is named by its path", .timeLimit(.minutes(20)))
  func suiteFile() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("suite.json", #"{"matrices": [{"workloads": ["noop"], "widht": [2]}]}"#)
    #expect(try failure(["run", "--suite", file], status: 64).contains("matrices[0].widht"))
  }

  @Test("an output folder that cannot be written, or that holds something else", .timeLimit(.minutes(20)))
  func output() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("precious.txt", "mine")
    #expect(try failure(["run", "--output", "/proc/nowhere/run"]).contains("/proc/nowhere/run"))
    #expect(try failure(["run", "--output", file]).contains("precious.txt"))
    #expect(try failure(["run", "--output", folder.path("")]).contains("not empty"))
    #expect(try folder.read("precious.txt") == "mine")
  }

  @Test("a missing executable in --arm", .timeLimit(.minutes(20)))
  func missingArm() throws {
    let folder = try TemporaryFolder()
    let line = try failure(["run", "--arm", "mine=/no/such/program --fast", "--output", folder.path("run")])
    #expect(line.contains("mine") && line.contains("/no/such/program"))
    #expect(!folder.contains("run"))
  }

  @Test("a folder that is not a run", .timeLimit(.minutes(20)))
  func notARun() throws {
    let folder = try TemporaryFolder()
    #expect(try failure(["pivot", folder.path("")]).contains("not a run"))
    #expect(try failure(["run", "--resume", folder.path("missing")]).contains("missing"))
  }

  @Test("a truncated CSV is refused and stays as it was", .timeLimit(.minutes(20)))
  func truncated() throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    let arguments = ["run", "--workloads", "noop", "--strategies", "serial", "--rounds", "2", "--tasks", "20"]
    #expect(try Bench.run(arguments + ["--output", run]).status == .exited(0))
    let whole = try folder.read("run/reps.csv")
    _ = try folder.write("run/reps.csv", String(whole.dropLast(40)))
    #expect(try failure(["run", "--resume", run]).contains("reps.csv"))
    #expect(try folder.read("run/reps.csv") == String(whole.dropLast(40)))
    #expect(try failure(["pivot", run]).contains("reps.csv"))
  }

  @Test(
    "a full disk ends the run with one line, and whole rows stay", .timeLimit(.minutes(20)),
    .enabled(if: SmallDisk.canMount))
  func fullDisk() throws {
    let disk = try SmallDisk(kibibytes: 64)
    let run = disk.path + "/run"
    let result = try Bench.run([
      "run", "--workloads", "noop", "--strategies", "serial,thread-pool", "--rounds", "200", "--tasks", "20",
      "--no-progress", "--output", run,
    ])
    #expect(result.status == .exited(1), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").last?.contains("No space left") == true, "\(result.errors)")
    let rows = try RepsTable(path: run + "/reps.csv")
    #expect(!rows.rows.isEmpty)
  }
}
