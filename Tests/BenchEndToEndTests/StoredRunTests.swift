import Testing
import WorkerPoolsPosix

@Suite("What is done with stored runs")
struct StoredRunTests {
  private let reference = Bench.packageRoot + "/Tests/BenchFixtures/Runs/schema1-reference"
  private let peers = Bench.packageRoot + "/Tests/BenchFixtures/Runs/schema1-peers"

  private func output(_ arguments: [String]) throws -> String {
    let result = try Bench.run(arguments)
    #expect(result.status == .exited(0), "\(arguments): \(result.errors)")
    return result.output
  }

  /// The one line of a command that must fail.
  private func failure(
    _ arguments: [String], status: Int32 = 64, environment: [String: String] = [:]
  ) throws -> String {
    let result = try Bench.run(arguments, environment: environment)
    #expect(result.status == .exited(status), "\(arguments): \(result.output)\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1 && result.output.isEmpty, "\(result.errors)")
    return result.errors
  }

  @Test("bench show prints the tables again, against any arm, of any metric, in Markdown", .timeLimit(.minutes(20)))
  func show() throws {
    #expect(try output(["show", reference]).contains("vs serial"))
    #expect(try output(["show", reference, "--baseline", "thread-pool"]).contains("vs thread-pool"))
    let metrics = try output(["show", reference, "--metric", "startup,efficiency", "--format", "markdown"])
    #expect(metrics.contains("### startup (lower is better), noop, 2 at once; 14 rounds"))
    #expect(metrics.contains("### efficiency (higher is better), cpu, tasks of 1ms"))
    #expect(try failure(["show", reference, "--baseline", "fibers"]).contains("serial, process-per-task"))
    #expect(try failure(["show", reference, "--metric", "speed"]).contains("throughput, roundtrip_p50"))
    #expect(try failure(["show", reference, "--metric", "rss_growth"]).contains("was measured; choose one of"))
    #expect(try failure(["show", reference, "--format", "html"]).contains("html"))
    #expect(try failure(["show", Bench.packageRoot], status: 1).contains("not a run"))
  }

  @Test("what an interrupted run has so far is shown, and it is said how to complete it", .timeLimit(.minutes(20)))
  func interrupted() throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    try FileSystemAccess.makeDirectory(run)
    for name in ["plan.json", "reps.csv", "env.csv"] {
      let bytes = try FileSystemAccess.bytes(of: "\(reference)/\(name)")
      try FileSystemAccess.writeAtomically(bytes, to: "\(run)/\(name)")
    }
    for command in ["show", "history", "pivot"] {
      let result = try Bench.run([command, run])
      #expect(result.status == .exited(0) && !result.output.isEmpty, "\(command): \(result.errors)")
      #expect(result.errors.contains("interrupted") && result.errors.contains("bench run --resume \(run)"))
      #expect(result.errors.split(separator: "\n").count == 1, "said once: \(result.errors)")
    }
  }

  @Test("the committed self-test is shown by today's program", .timeLimit(.minutes(20)))
  func selfTest() throws {
    let text = try output(["show", Bench.packageRoot + "/results/selftest"])
    let selfTest = Bench.packageRoot + "/results/selftest"
    #expect(try failure(["show", selfTest, "--metric", "startup"]).contains("leave them out"))
    #expect(text.contains("0 of 100 unchanged gates flagged") && text.contains("Slowdowns found, by metric"))
  }

  @Test("bench compare is advice: exit 0 whatever it finds", .timeLimit(.minutes(20)))
  func compare() throws {
    let text = try output(["compare", reference, peers, "--metric", "throughput"])
    #expect(text.contains("Environment: what differs") && text.contains("Only after: sleep, tasks of 1ms"))
    #expect(try output(["compare", reference, reference, "--format", "markdown"]).contains("0 better, 0 worse"))
    #expect(try failure(["compare", reference]).contains("bench help compare"))
  }

  @Test("bench report writes a page, its charts and its tables, of one run or of several", .timeLimit(.minutes(20)))
  func report() throws {
    let folder = try TemporaryFolder()
    #expect(
      try output(["report", reference, "--output", folder.path("one")]) == "Report: \(folder.path("one"))/report.html\n"
    )
    #expect(try folder.read("one/report.html").hasPrefix("<!DOCTYPE html>"))
    #expect(try folder.read("one/charts/throughput-noop-width-2.svg").hasPrefix("<?xml"))
    #expect(try folder.read("one/summary.md").hasPrefix("## Run 20261125T101603Z"))
    #expect(try folder.read("one/summary.md").contains("vs serial"))
    _ = try output(["report", reference, "--baseline", "thread-pool", "--output", folder.path("one")])
    #expect(try folder.read("one/charts/ratio-noop-width-2.svg").contains("Against thread-pool"))
    _ = try output(["report", peers, reference, "--output", folder.path("two")])
    #expect(try folder.read("two/report.html").contains("Two runs side by side"))
    _ = try output(["report", peers, reference, peers, "--metric", "startup", "--output", folder.path("three")])
    #expect(try folder.read("three/report.html").contains("startup over 2 runs"))
    #expect(try failure(["report"]).contains("bench help report"))
    #expect(try failure(["report", Bench.packageRoot + "/results/selftest"], status: 1).contains("bench show"))
    let nowhere = ["report", reference, "--output", "/proc/nowhere"]
    #expect(try failure(nowhere, status: 1).contains("bench report DIR --output FOLDER"))
    #expect(try failure(["report", reference, "--metric", "startup"]).contains("for several runs"))
    #expect(try failure(["report", reference, "--baseline", "fibers"]).contains("serial, process-per-task"))
    #expect(try failure(["report", Bench.packageRoot], status: 1).contains("not a run"))
  }

  @Test("bench history lines runs up by time, as a report and as CSV", .timeLimit(.minutes(20)))
  func history() throws {
    let options = ["--arm", "thread-pool", "--workload", "noop"]
    let csv = try output(["history", reference, peers, "--format", "csv"] + options).split(separator: "\n")
    #expect(csv.count == 3 && csv[1].hasPrefix("2026-11-25T10:06:35Z,") && csv[2].hasPrefix("2026-11-25T10:16:03Z,"))
    #expect(try output(["history", reference, peers] + options).contains("7bc45dc176  A"))
    #expect(try failure(["history", reference, "--arm", "fibers"]).contains("choose one of serial"))
  }

  @Test("bench export writes JSON for both services", .timeLimit(.minutes(20)))
  func export() throws {
    let action = try output(["export", reference, "--format", "github-action-benchmark"])
    #expect(action.hasPrefix("[") && action.contains("\"noop width 2 / thread-pool / throughput\""))
    let bencher = try output(["export", reference, "--format", "bencher", "--metric", "throughput,startup"])
    #expect(bencher.hasPrefix("{") && bencher.contains("\"lower_value\""))
    #expect(
      try failure(["export", reference, "--format", "github-action-benchmark", "--metric", "throughput,startup"])
        .contains("export them one by one"))
  }

  @Test("bench pivot takes the values that error bars need", .timeLimit(.minutes(20)))
  func pivot() throws {
    let lines = try output(["pivot", reference, "--values", "median,ci_low,ci_high"]).split(separator: "\n")
    #expect(lines[0].hasPrefix("workload,serial,serial_ci_low,serial_ci_high,process-per-task,") && lines.count == 4)
    #expect(try failure(["pivot", reference, "--values", "mean"]).contains("median, ci_low"))
    #expect(try failure(["pivot", reference, "--metric", "rss_growth"]).contains("choose one of"))
  }

  @Test("figures of a debug build are refused, and shown only with that remark", .timeLimit(.minutes(20)))
  func debugRows() throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    let arguments = ["run", "--workloads", "noop", "--strategies", "serial", "--rounds", "2", "--tasks", "20"]
    #expect(try Bench.run(arguments + ["--output", run]).status == .exited(0))
    guard try RepsTable(path: run + "/reps.csv").column("status").contains("debug") else { return }
    let asUsual = ["BENCH_ALLOW_DEBUG": "0"]
    for command in [["compare", run, run], ["history", run], ["export", run, "--format", "bencher"]] {
      let merged = try Bench.run(command, environment: asUsual)
      #expect(merged.status == .exited(1) && merged.errors.contains("debug build"), "\(command): \(merged.errors)")
      #expect(try Bench.run(command).status == .exited(0), "\(command)")
    }
    #expect(try Bench.run(["show", run], environment: asUsual).output.contains("debug build"))
  }

  @Test("a run of which nothing was done yet is told what to do", .timeLimit(.minutes(20)))
  func emptyRun() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("plan.json", "{}")
    for command in [["show"], ["history"], ["pivot"]] {
      #expect(try failure(command + [folder.path("")], status: 1).contains("bench run --resume"))
    }
  }

  @Test("bench list and bench help name every command", .timeLimit(.minutes(20)))
  func list() throws {
    for text in [try output(["list"]), try output(["help"])] {
      for command in ["run", "list", "show", "pivot", "compare", "history", "advise", "export"] {
        #expect(text.contains("  \(command) "), "\(command)")
      }
    }
  }
}
