import Testing
import WorkerPoolsPosix

@Suite("A run judges the aims of its suite")
struct AimRunTests {
  @Test(
    "the aims are kept with the run, and printed below its tables, again when it is resumed or shown",
    .timeLimit(.minutes(20)))
  func printed() throws {
    let folder = try TemporaryFolder()
    let suite = """
      {"strategies": ["serial", "thread-pool"], "tasks": 20, "rounds": 1, "matrices": [{"workloads": ["noop"], "width": [2]}],
       "aims": "aims.json"}
      """
    let aims = """
      [{"workload": "noop", "metric": "throughput", "arm": "thread-pool", "against": "serial", "at_least": 0.1, "note": "why"}]
      """
    try FileSystemAccess.writeAtomically(Array(suite.utf8), to: folder.path("suite.json"))
    try FileSystemAccess.writeAtomically(Array(aims.utf8), to: folder.path("aims.json"))
    let run = folder.path("run")
    let result = try Bench.run(["run", "--suite", folder.path("suite.json"), "--output", run])
    #expect(result.status == .exited(0), "\(result.errors)")
    #expect(result.output.contains("Aims: 0 met, 0 missed, 1 undecided"), "\(result.output)")
    #expect(FileSystemAccess.text(of: run + "/aims.json") == aims)
    let resumed = try Bench.run(["run", "--resume", run, "--wide"])
    #expect(resumed.output.contains("throughput of thread-pool / serial"), "\(resumed.output)")
    #expect(resumed.output.contains("in 1 round, and an interval needs 6, aim at least 0.100x (why)"))
    let shown = try Bench.run(["show", run])
    #expect(shown.output.contains("Aims: 0 met, 0 missed, 1 undecided"), "\(shown.output)")
  }
}
