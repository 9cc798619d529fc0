import Testing
import WorkerPoolsPosix

@Suite("A run from outside", .serialized)
struct RunTests {
  @Test(
    "all strategies of the default suite and the control run, the table is printed, and every file is there",
    .timeLimit(.minutes(20)))
  func completeRun() throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    let result = try Bench.run(
      ["run", "--workloads", "noop", "--rounds", "6", "--tasks", "20", "--output", run, "--seed", "7"])
    #expect(result.status == .exited(0), "\(result.errors)")
    for arm in [
      "serial", "process-per-task", "process-pool", "thread-per-task", "thread-pool", "thread-pool@results",
      "concurrent-perform",
    ] {
      #expect(result.output.contains(arm))
    }
    for file in ["plan.json", "reps.csv", "summary.csv", "env.csv", "histograms.csv", "bench.log"] {
      #expect(folder.contains("run/\(file)"), "\(file)")
    }
    let rows = try RepsTable(path: run + "/reps.csv")
    #expect(Set(rows.column("status")).isSubset(of: ["ok", "debug"]))
    #expect(rows.rows.filter { $0["phase"] == "measure" }.count == 6 * 8)
    #expect(Set(rows.column("arm")).contains("serial-control"))
  }

  @Test(
    "a strategy that is not in the default suite runs where it is named, and bench list says so",
    .timeLimit(.minutes(20)))
  func optionalStrategy() throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    let result = try Bench.run([
      "run", "--workloads", "noop", "--strategies", "serial,task-group", "--rounds", "1", "--tasks", "20", "--output",
      run,
    ])
    #expect(result.status == .exited(0), "\(result.errors)")
    let rows = try RepsTable(path: run + "/reps.csv").rows.filter { $0["strategy"] == "task-group" }
    #expect(!rows.isEmpty && rows.allSatisfy { ["ok", "debug"].contains($0["status"]) }, "\(rows)")
    let list = try Bench.run(["list"]).output.split(separator: "\n")
    #expect(list.contains { $0.hasPrefix("  task-group ") && $0.hasSuffix("; runs where it is named") })
    #expect(list.contains { $0.hasPrefix("  thread-pool ") && !$0.contains("named") })
  }

  @Test("the stack that was asked for is in the plan and among the facts", .timeLimit(.minutes(20)))
  func stackSize() throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    let result = try Bench.run([
      "run", "--workloads", "noop", "--strategies", "thread-per-task", "--stack-size", "256KiB", "--rounds", "1",
      "--tasks", "20", "--output", run,
    ])
    #expect(result.status == .exited(0), "\(result.errors)")
    #expect(try folder.read("run/plan.json").contains("\"thread_stack_bytes\" : 262144"))
    #expect(try folder.read("run/env.csv").contains(",stack_override_bytes,262144\n"))
  }

  @Test("the same seed gives the same order, another seed another", .timeLimit(.minutes(20)))
  func seedRepeatsTheOrder() throws {
    let folder = try TemporaryFolder()
    func order(seed: Int, name: String) throws -> [String] {
      let run = folder.path(name)
      let result = try Bench.run(
        ["run", "--workloads", "noop", "--rounds", "4", "--tasks", "20", "--output", run, "--seed", "\(seed)"])
      #expect(result.status == .exited(0), "\(result.errors)")
      return try RepsTable(path: run + "/reps.csv").rows.map { "\($0["round"]!):\($0["arm"]!)" }
    }
    let first = try order(seed: 11, name: "a")
    #expect(try order(seed: 11, name: "b") == first)
    #expect(try order(seed: 12, name: "c") != first)
  }

  @Test("an arm in Python, written from PROTOCOL.md, takes part", .timeLimit(.minutes(20)))
  func pythonArm() throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    let result = try Bench.run([
      "run", "--workloads", "noop,sleep", "--task-duration", "1ms", "--strategies", "serial", "--rounds", "2",
      "--tasks",
      "40", "--arm", "python=python3 '\(Bench.packageRoot)/results/example_arm.py'", "--output", run,
    ])
    #expect(result.status == .exited(0), "\(result.errors)")
    let rows = try RepsTable(path: run + "/reps.csv").rows.filter { $0["arm"] == "python" && $0["phase"] == "measure" }
    #expect(rows.count == 4)
    #expect(rows.allSatisfy { $0["status"] == "ok" && $0["checksum"]?.isEmpty == false })
  }

  @Test("Python's own pools take part, with results and checksums that agree with ours", .timeLimit(.minutes(20)))
  func pythonPools() throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    let arm = "python3 '\(Bench.packageRoot)/Benchmarks/Peers/python_pools.py'"
    let result = try Bench.run([
      "run", "--workloads", "noop,payload,cpu,sleep", "--payload", "100B", "--task-duration", "50us",
      "--strategies", "serial", "--rounds", "1", "--tasks", "40", "--output", run,
      "--arm", "pool-fork=\(arm) multiprocessing --start-method fork",
      "--arm", "pool-spawn=\(arm) multiprocessing --start-method spawn --submission map",
      "--arm", "executor-forkserver=\(arm) executor --start-method forkserver",
    ])
    #expect(result.status == .exited(0), "\(result.errors)")
    let rows = try RepsTable(path: run + "/reps.csv").rows.filter { $0["phase"] == "measure" }
    for workload in ["noop", "payload", "cpu", "sleep"] {
      let cell = rows.filter { $0["workload"] == workload }
      let peers = cell.filter { ["pool-fork", "pool-spawn", "executor-forkserver"].contains($0["arm"]) }
      #expect(peers.count == 3 && peers.allSatisfy { $0["status"] == "ok" }, "\(peers)")
      #expect(Set(cell.map { $0["checksum"] }).count == 1, "\(workload)")
    }
    let peer = try #require(rows.first { $0["arm"] == "pool-fork" })
    #expect(peer["strategy"]?.contains("multiprocessing.Pool of CPython") == true && peer["start_method"] == "fork")
    #expect(["spawn_p50_ns", "roundtrip_idle_p50_ns", "cpu_user_ns"].allSatisfy { peer[$0]?.isEmpty == false })
    #expect(Set(rows.filter { $0["arm"] == "pool-spawn" }.map { $0["submission"] }) == ["map"])
  }

  @Test("--tasks-csv lists every stamped task of the last round", .timeLimit(.minutes(20)))
  func tasksFile() throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    let result = try Bench.run([
      "run", "--workloads", "sleep", "--task-duration", "1ms", "--strategies", "serial,thread-pool", "--rounds", "2",
      "--tasks", "25", "--tasks-csv", "--output", run,
    ])
    #expect(result.status == .exited(0), "\(result.errors)")
    #expect(try RepsTable(path: run + "/tasks.csv").rows.count == 3 * 25)
  }

  @Test(
    "help names the options of a command", .timeLimit(.minutes(20)), arguments: [["help", "run"], ["run", "--help"]])
  func help(arguments: [String]) throws {
    let result = try Bench.run(arguments)
    #expect(result.status == .exited(0) && result.output.contains("--task-duration"), "\(result.output)")
  }

  @Test("--dry-run prints the plan and its duration, and leaves nothing", .timeLimit(.minutes(20)))
  func dryRun() throws {
    let folder = try TemporaryFolder()
    let result = try Bench.run(["run", "--dry-run", "--output", folder.path("run")])
    #expect(result.status == .exited(0), "\(result.errors)")
    #expect(result.output.contains("concurrent-perform"))
    #expect(!folder.contains("run"))
  }

  @Test("512 processes at once", .timeLimit(.minutes(20)))
  func fiveHundredTwelveProcesses() throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    let result = try Bench.run([
      "run", "--workloads", "sleep", "--task-duration", "4s", "--strategies", "process-per-task", "--rounds", "1",
      "--tasks", "512", "--width", "512", "--output", run,
    ])
    #expect(result.status == .exited(0), "\(result.errors)")
    let rows = try RepsTable(path: run + "/reps.csv").rows.filter { $0["phase"] == "measure" }
    #expect(rows.allSatisfy { $0["width_effective_n"] == "512" }, "\(rows.map { $0["width_effective_n"] ?? "" })")
  }
}
