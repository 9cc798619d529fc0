import Testing
import WorkerPoolsPosix

/// Gates between programs whose times are set by a script, so that nothing here depends on the machine's speed.
@Suite("A gate from outside", .serialized, .enabled(if: FileSystemAccess.exists("/usr/bin/python3"), "needs Python"))
struct GateRunTests {
  private let folder: TemporaryFolder
  private let script: String
  private let suite: String

  /// Runs the true program and then sets the record's times, or does what `fault` says.
  private static let program = """
    import json, os, subprocess, sys, time
    changes, words = dict(w.split("=") for w in sys.argv[1].split(",") if w), sys.argv[2:]
    spec_path, record_path = words[words.index("--spec") + 1], words[words.index("--record") + 1]
    spec = json.load(open(spec_path))
    is_hit = changes.get("only", spec["strategy"]) == spec["strategy"] and spec.get("round", 0) >= 1
    fault = changes.get("fault") if is_hit else None
    if fault == "crash": os.kill(os.getpid(), 11)
    if fault == "hang": time.sleep(600)
    subprocess.run(words, check=True)
    record = json.load(open(record_path))
    if record["status"] in ("ok", "debug"):
        record["batch_ns"] = 100_000 * record["tasks_n"]
        record.update(startup_ns=1_000_000, teardown_ns=50_000, cpu_user_ns=record["batch_ns"], cpu_system_ns=0)
        if "alloc_n" in record: record["alloc_n"] = 3 * record["tasks_n"]
        for key in ("batch_ns", "startup_ns", "cpu_user_ns"):
            factor = float(changes.get(key, 1)) if is_hit else 1
            record[key] = int(record[key] * factor * (1 + (spec["seq"] * 37 % 11 - 5) / 1000))
    if fault == "wrong": record["checksum"] = "0" * 16
    if "older" in changes:
        for key in ("result_mode", "commit", "rss_start_bytes", "start_method"): record.pop(key, None)
        if spec["strategy"] == changes["older"]:
            record = {"protocol_version": 1, "status": "unsupported", "status_detail": "too old"}
    json.dump(record, open(record_path, "w"))
    """

  init() throws {
    folder = try TemporaryFolder()
    script = try folder.write("program.py", Self.program)
    suite = try folder.write(
      "suite.json",
      #"{"strategies": ["thread-pool", "thread-per-task"], "#
        + #""matrices": [{"workloads": ["noop"]}, {"workloads": ["cpu"], "task_duration": ["50us"]}], "#
        + #""thresholds": [{"workload": "cpu", "strategy": "thread-pool", "threshold": 0.1, "must_find": 0.2}]}"#)
  }

  private func command(_ changes: String) -> String { "/usr/bin/python3 \(script) \(changes), \(Bench.binary)" }

  private func gate(
    base: String = "x=1", head: String = "x=1", _ more: String..., environment: [String: String] = [:]
  ) throws -> BenchProgram.Result {
    try Bench.run(
      [
        "gate", "--base", command(base), "--head", command(head), "--suite", suite, "--batch-time", "2ms", "--seed",
        "1",
        "--output", folder.path("gate"),
      ] + more, environment: environment)
  }

  private func standings() throws -> [String: String] {
    let rows = try RepsTable(path: folder.path("gate/gate.csv")).rows
    return Dictionary(
      rows.map { ("\($0["strategy"] ?? "") \($0["workload"] ?? "") \($0["metric"] ?? "")", $0["standing"] ?? "") }
    ) { $1 }
  }

  @Test(
    "no change: exit 0, and a summary for pull requests", .timeLimit(.minutes(20)))
  func unchanged() throws {
    let summary = try folder.write("step.md", "before\n")
    let result = try gate(environment: ["GITHUB_STEP_SUMMARY": summary])
    #expect(result.status == .exited(0), "\(result.errors)")
    #expect(result.output.contains("Gate: pass"), "\(result.output)")
    let appended = try folder.read("step.md")
    #expect(appended.hasPrefix("before\n") && appended.contains("Gate: pass"))
    #expect(try folder.read("gate/summary.md").contains("Gate: pass"))
    let page = try folder.read("gate/report.html")
    #expect(page.contains("Gate: pass") && page.contains("id=\"gate-throughput\""))
    let again = try Bench.run(["report", folder.path("gate"), "--output", folder.path("again")])
    #expect(again.status == .exited(0), "\(again.errors)")
    #expect(try folder.read("again/report.html") == page)
    #expect(try Set(standings().values) == ["pass"])
    let asRun = try Bench.run(["run", "--resume", folder.path("gate")])
    #expect(asRun.status == .exited(1) && asRun.errors.contains("bench gate --resume"), "\(asRun.errors)")
    try shownAgain(result.output)
  }

  /// The folder of a gate says what the gate said, and as much as there is where it was interrupted.
  private func shownAgain(_ printed: String) throws {
    let path = folder.path("gate")
    let shown = try Bench.run(["show", path])
    #expect(shown.status == .exited(0) && shown.errors.isEmpty, "\(shown.errors)")
    #expect(shown.output.contains("Gate: pass") && printed.hasPrefix(shown.output))
    let page = try Bench.run(["report", path, "--output", folder.path("page")])
    #expect(page.status == .exited(0) && folder.contains("page/report.html"), "\(page.errors)")
    let against = try Bench.run(["report", path, "--baseline", "base.thread-pool"])
    #expect(against.status == .exited(64) && against.errors.contains("leave --baseline out"), "\(against.errors)")
    let asRun = try Bench.run(["history", path])
    #expect(asRun.status == .exited(1) && asRun.errors.contains("bench show \(path)"), "\(asRun.errors)")
    let rows = try folder.read("gate/reps.csv").split(separator: "\n")
    _ = try folder.write("gate/reps.csv", rows.dropLast(4).joined(separator: "\n") + "\n")
    let interrupted = try Bench.run(["show", path])
    #expect(interrupted.errors.contains("interrupted") && interrupted.errors.contains("bench gate --resume"))
    #expect(interrupted.output.contains("Gate:"))
  }

  @Test("tasks that take 25 % longer: exit 2, and the cells of that strategy are named", .timeLimit(.minutes(20)))
  func slower() throws {
    // A summary that cannot be written hides no verdict.
    let result = try gate(
      head: "batch_ns=1.25,cpu_user_ns=1.25,only=thread-pool", environment: ["GITHUB_STEP_SUMMARY": "/nonexistent/x"])
    #expect(result.errors.contains("GITHUB_STEP_SUMMARY"), "\(result.errors)")
    #expect(result.status == .exited(2), "\(result.output)\(result.errors)")
    let standings = try standings()
    #expect(standings["thread-pool noop throughput"] == "regression", "\(standings)")
    #expect(standings["thread-pool cpu throughput"] == "regression")
    #expect(standings["thread-pool cpu cpu_per_task"] == "regression")
    #expect(standings["thread-pool  startup"] == "pass")
    #expect(standings["thread-per-task noop throughput"] == "pass")
  }

  /// Other tests that run at the same time may disturb the machine, where a start-up is not judged.
  @Test(
    "a start-up that takes twice as long: exit 2 for that alone, or undecided on a disturbed machine",
    .timeLimit(.minutes(20)))
  func slowerStart() throws {
    let result = try gate(head: "startup_ns=2,only=thread-pool")
    let isUnstable = result.output.contains("UNSTABLE")
    #expect(result.status == .exited(isUnstable ? 0 : 2), "\(result.output)\(result.errors)")
    let others = try standings().filter { $0.value != "pass" }
    #expect(others == ["thread-pool  startup": isUnstable ? "inconclusive" : "regression"])
  }

  @Test(
    "a head that crashes, hangs or gives wrong values: exit 1, and it is said", .timeLimit(.minutes(20)),
    arguments: [("crash", "signal"), ("hang", "timeout"), ("wrong", "wrong_result")])
  func broken(fault: String, word: String) throws {
    let result = try gate(head: "fault=\(fault),only=thread-pool", "--timeout", "3s")
    #expect(result.status == .exited(1), "\(result.output)\(result.errors)")
    #expect(result.output.contains("FAILED"), "\(result.output)")
    #expect(result.output.contains(word) && result.output.contains("head"), "\(result.output)")
    // What cannot pass any more is not run to the end of its round.
    let statuses = try RepsTable(path: folder.path("gate/reps.csv")).rows.map { $0["status"] ?? "" }
    #expect(
      statuses.filter { !["ok", "debug"].contains($0) }.count == 1 && !["ok", "debug"].contains(statuses.last ?? ""))
  }

  @Test("a base that is older: what it cannot do is not compared, the rest is", .timeLimit(.minutes(20)))
  func olderBase() throws {
    let result = try gate(base: "older=thread-per-task")
    #expect(result.status == .exited(0), "\(result.output)\(result.errors)")
    let standings = try standings()
    #expect(standings["thread-pool noop throughput"] == "pass", "\(standings)")
    #expect(standings["thread-per-task noop throughput"] == "missing", "it is listed")
    #expect(
      standings.keys.allSatisfy { !$0.hasPrefix("thread-per-task") || standings[$0] == "missing" }, "\(standings)")
  }

  @Test("a self-test finds what it plants, and goes on where it was", .timeLimit(.minutes(20)))
  func selfTest() throws {
    let run = folder.path("selftest")
    let arguments = ["selftest", "--gates", "2", "--suite", suite, "--batch-time", "2ms", "--slowdown", "11"]
    let result = try Bench.run(arguments + ["--output", run])
    #expect(result.status == .exited(0), "\(result.output)\(result.errors)")
    let rows = try RepsTable(path: run + "/selftest.csv").rows
    #expect(Set(rows.map { $0["gate_n"] ?? "" }) == ["1", "2"])
    let found = rows.filter { $0["planted_pct"] == "1000" && $0["metric"] == "throughput" }
    #expect(found.map { $0["standing"] } == ["regression"])
    // A self-test that lost its last gate runs that one again.
    let kept = try folder.read("selftest/selftest.csv").split(separator: "\n").filter { !$0.hasPrefix("2,2,") }
    _ = try folder.write("selftest/selftest.csv", kept.joined(separator: "\n") + "\n")
    let resumed = try Bench.run(["selftest", "--resume", run])
    #expect(resumed.status == .exited(0), "\(resumed.errors)")
    #expect(!resumed.errors.contains("gate 1 of 2") && resumed.errors.contains("gate 2 of 2"), "\(resumed.errors)")
    #expect(try RepsTable(path: run + "/selftest.csv").rows.count == rows.count)
    let shown = try Bench.run(["show", run])
    #expect(shown.status == .exited(0) && resumed.output.hasPrefix(shown.output), "\(shown.output)\(shown.errors)")
    let asRun = try Bench.run(["run", "--resume", run])
    #expect(asRun.status == .exited(1) && asRun.errors.contains("bench selftest --resume"), "\(asRun.errors)")
    let plan = try folder.read("selftest/plan.json")
    let id = try #require(plan.split(separator: "\n").first { $0.contains("\"host_id\"") })
    _ = try folder.write("selftest/plan.json", plan.replacing(id, with: "\"host_id\" : \"0000\","))
    let foreign = try Bench.run(["selftest", "--resume", run])
    #expect(foreign.status == .exited(1) && foreign.errors.contains("another machine"), "\(foreign.errors)")
    let wrong = try folder.write("wrong.json", #"{"strategies": ["fibers"], "matrices": [{"workloads": ["noop"]}]}"#)
    let refused = try Bench.run(["selftest", "--suite", wrong, "--output", folder.path("none")])
    #expect(refused.status == .exited(64) && !folder.contains("none"), "\(refused.errors)")
  }
}
