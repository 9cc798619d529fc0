import Testing
import WorkerPoolsPosix

@Suite("What a run is of, and who may complete it", .serialized)
struct ProvenanceTests {
  private let folder: TemporaryFolder
  private static let arguments = [
    "run", "--workloads", "noop", "--strategies", "serial", "--rounds", "1", "--tasks", "20",
  ]

  init() throws { folder = try TemporaryFolder() }

  private func begin(_ more: String...) throws -> BenchProgram.Result {
    try Bench.run(Self.arguments + ["--output", folder.path("run")] + more)
  }

  @Test("two that resume at once: one runs, the other says that a run is going on and where", .timeLimit(.minutes(20)))
  func twice() throws {
    let run = folder.path("run")
    let arm = try folder.write("arm.sh", "exec sleep 30\n")
    // Long enough that no run here comes to its own end.
    let slow = ["--arm", "slow=/bin/sh \(arm)", "--timeout", "10s"]
    let first = try Bench.start(Self.arguments + slow + ["--output", run])
    try first.waitForLock(in: run)
    try first.waitForPlan(in: run)
    let second = try Bench.run(["run", "--resume", run])
    #expect(second.status == .exited(1))
    #expect(second.errors.contains("A run is going on in \(run), in process \(first.pid)"), "\(second.errors)")
    first.signal(SignalNumber.kill)
    _ = try first.finish()
    #expect(folder.contains("run/.lock"), "a killed run leaves the file, and the lock is gone")
    let third = try Bench.start(["run", "--resume", run])
    try third.waitForLock(in: run)
    third.signal(SignalNumber.interrupt)
    #expect(try third.finish().status == .exited(130))
    #expect(!folder.contains("run/.lock"))
  }

  @Test("another machine and other processors are refused, another boot is remarked", .timeLimit(.minutes(20)))
  func otherMachine() throws {
    let run = folder.path("run")
    #expect(try begin().status == .exited(0))
    let plan = try folder.read("run/plan.json")
    func resume(_ key: String, _ value: String) throws -> BenchProgram.Result {
      let line = try #require(plan.split(separator: "\n").first { $0.contains("\"\(key)\"") })
      let parts = plan.split(separator: line, maxSplits: 1, omittingEmptySubsequences: false)
      _ = try folder.write("run/plan.json", "\(parts[0])\"\(key)\" : \(value),\(parts[1])")
      return try Bench.run(["run", "--resume", run])
    }
    let machine = try resume("host_id", "\"0000000000000000\"")
    #expect(machine.status == .exited(1) && machine.errors.contains("another machine"), "\(machine.errors)")
    let quota = try resume("cores_n", "4096")
    #expect(quota.status == .exited(1) && quota.errors.contains("4096 usable cores"), "\(quota.errors)")
    let boot = try resume("boot_id", "\"0000000000000000\"")
    #expect(boot.status == .exited(0) && boot.errors.contains("bench: the machine was started anew"), "\(boot.errors)")
  }

  @Test("the environment and the words of a command reach an arm byte for byte", .timeLimit(.minutes(20)))
  func bytes() throws {
    _ = try folder.write("arm.sh", #"printf '%s|%s' "$X" "$1" | od -An -tx1 > seen; exit 3"#)
    let raw = #"X=$(printf '\377A') A=$(printf 'a=/bin/sh arm.sh w\376')"#
    let options = Self.arguments.joined(separator: " ") + " --output run"
    _ = try Bench.shell("\(raw); export X; $BENCH \(options) --arm \"$A\"", in: folder)
    #expect(try folder.read("seen").split(separator: "\n").first == " ff 41 7c 77 fe")
    let refused = try Bench.shell("\(raw); $BENCH run --output \"$X\"; echo $?", in: folder)
    #expect(refused.output == "64\n" && refused.errors.contains("not UTF-8"), "\(refused.errors)")
  }

  @Test(
    "an arm of which no row is good is a failure, unless the suite says that it is optional", .timeLimit(.minutes(20)))
  func silentArm() throws {
    let result = try begin("--arm", "bad=/bin/false")
    #expect(result.status == .exited(1))
    #expect(result.errors.contains("no repetition of bad ended well"), "\(result.errors)")
    let suite = try folder.write(
      "suite.json",
      #"{"strategies": ["serial"], "rounds": 1, "tasks": 20, "matrices": [{"workloads": ["noop"]}],"#
        + #" "arms": [{"label": "bad", "command": "/bin/false", "optional": true}]}"#)
    let optional = try Bench.run(["run", "--suite", suite, "--output", folder.path("optional")])
    #expect(optional.status == .exited(0), "\(optional.errors)")
  }

  @Test("a log that an arm writes does not forbid resuming, its script does", .timeLimit(.minutes(20)))
  func words() throws {
    let log = try folder.write("log", "one\n")
    let script = try folder.write("arm.sh", "echo more >> \"$1\"; exit 3\n")
    _ = try begin("--arm", "a=/bin/sh \(script) \(log)")
    #expect(try folder.read("log").contains("more"))
    let resumed = try Bench.run(["run", "--resume", folder.path("run")])
    #expect(!resumed.errors.contains("is not the one"), "\(resumed.errors)")
    _ = try folder.write("arm.sh", "exit 4\n")
    #expect(try Bench.run(["run", "--resume", folder.path("run")]).errors.contains("arm.sh' is not the one"))
  }

  @Test("sizes that no machine holds are refused before anything runs", .timeLimit(.minutes(20)))
  func absurd() throws {
    for options in [
      ["--width", "1000000000"], ["--workloads", "payload", "--payload", "900TiB"], ["--tasks", "1000000000000000"],
      ["--rounds", "100000000"], ["--baseline", "nobody"],
    ] {
      let result = try begin(contentsOf: options)
      #expect(result.status == .exited(64), "\(options): \(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1 && !folder.contains("run"))
    }
  }

  private func begin(contentsOf more: [String]) throws -> BenchProgram.Result {
    try Bench.run(["run", "--output", folder.path("run")] + more)
  }

  @Test("the commit is that of the build, wherever the program runs", .timeLimit(.minutes(20)))
  func commit() throws {
    let script = """
      mkdir other && git init -q other && cd other && git -c user.name=n -c user.email=e commit -q --allow-empty -m m
      GIT_DIR=$PWD/.git $BENCH \(Self.arguments.joined(separator: " ")) --output ../run > /dev/null && git rev-parse HEAD
      """
    let other = try Bench.shell(script, in: folder).output.split(separator: "\n").last.map(String.init)
    let commits = Set(try RepsTable(path: folder.path("run") + "/reps.csv").column("commit"))
    #expect(commits.count == 1 && other?.count == 40 && !commits.contains(other ?? ""), "\(commits) \(other ?? "")")
  }
}
