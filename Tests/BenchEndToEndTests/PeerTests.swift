import Testing
import WorkerPoolsPosix

/// Other pools as arms; where a language or a build is missing, its test is skipped and says so.
@Suite("Peers take part, with results and checksums that agree with ours", .serialized)
struct PeerTests {
  private static let peers = "\(Bench.packageRoot)/Benchmarks/Peers"
  private static let built = "\(Bench.packageRoot)/Benchmarks/.build-peers"
  private static let swiftPeers = "\(Bench.packageRoot)/Benchmarks/.build/debug/swift-peers"

  @Test(
    "Swift's: Dispatch, OperationQueue, swift-nio, swift-subprocess and Foundation's Process", .timeLimit(.minutes(20)),
    .enabled(if: FileSystemAccess.exists(swiftPeers), "run swift build --package-path Benchmarks first"),
    arguments: [
      ("dispatch-async", "DispatchQueue.async(group:)", "all"),
      ("operation-queue", "OperationQueue of Foundation", "all"), ("nio", "NIOThreadPool of swift-nio 2.", "all"),
      ("subprocess", "run of swift-subprocess 1.", "each"), ("foundation-process", "Process of Foundation", "each"),
    ])
  func swift(mode: String, strategy: String, resultMode: String) throws {
    try takesPart(
      ["'\(Self.swiftPeers)' \(mode)"], strategy: strategy, workloads: ["noop", "cpu", "sleep"], resultMode: resultMode)
  }

  @Test(
    "the maps of this package's own pools", .timeLimit(.minutes(20)),
    .enabled(if: FileSystemAccess.exists(swiftPeers), "run swift build --package-path Benchmarks first"))
  func maps() throws {
    let arms = ["process-pool-map", "thread-pool-map"].map { "'\(Self.swiftPeers)' \($0)" }
    try takesPart(arms, strategy: "map of ", workloads: ["noop"], resultMode: "each", submission: "map")
  }

  @Test(
    "what the system itself charges, in C", .timeLimit(.minutes(20)), .enabled(if: has("cc"), "there is no C compiler"))
  func limits() throws {
    let folder = try TemporaryFolder()
    let program = folder.path("limits")
    try command(
      "sh", "-c", "cc -std=gnu11 -O2 -pthread '\(Self.peers)'/c_arm/*.c '\(Self.peers)'/limits/*.c -o '\(program)'")
    let arm = "'\(program)'"
    try takesPart(
      ["rings", "ping-pong", "thread-ping-pong"].map { "\(arm) \($0)" }, strategy: " in C (gcc ", workloads: ["noop"],
      resultMode: "each")
    try takesPart(
      ["threads", "fork", "spawn", "spawn --program '\(Bench.binary)'"].map { "\(arm) \($0)" }, strategy: " in C (gcc ",
      workloads: ["noop", "cpu", "sleep"], resultMode: "each")
    try takesPart(
      ["\(arm) counter"], strategy: "shared counter", workloads: ["noop", "cpu", "sleep"], resultMode: "all",
      hasTrips: false)
  }

  @Test(
    "Python's pools, one call a task and map", .timeLimit(.minutes(20)),
    .enabled(if: has("python3"), "there is no Python"))
  func python() throws {
    let arm = "python3 '\(Self.peers)/python_pools.py'"
    try takesPart(
      ["\(arm) multiprocessing", "\(arm) executor"], strategy: " of CPython 3.",
      workloads: ["noop", "cpu", "sleep", "payload"], resultMode: "each")
    try takesPart(
      ["\(arm) multiprocessing --submission map", "\(arm) executor --submission map"], strategy: " of CPython 3.",
      workloads: ["noop", "payload"], resultMode: "each", submission: "map")
  }

  @Test(
    "oneTBB's task group and rayon's scope", .timeLimit(.minutes(20)),
    .enabled(
      if: ["tbb_pool", "rayon_pool"].allSatisfy { FileSystemAccess.exists("\(built)/\($0)") },
      "run Benchmarks/Peers/run --build first"))
  func others() throws {
    try takesPart(
      ["'\(Self.built)/tbb_pool' task-group"], strategy: "task_group of oneTBB 20",
      workloads: ["noop", "cpu", "sleep"],
      resultMode: "all", hasTrips: false)
    try takesPart(
      ["'\(Self.built)/rayon_pool' scope"], strategy: "scope of rayon 1.", workloads: ["noop", "cpu", "sleep"],
      resultMode: "all")
  }

  @Test(
    "a process for each task can have bench's own image", .timeLimit(.minutes(20)),
    .enabled(if: FileSystemAccess.exists(swiftPeers), "run swift build --package-path Benchmarks first"),
    arguments: ["subprocess", "foundation-process"])
  func benchImage(mode: String) throws {
    try takesPart(
      ["'\(Self.swiftPeers)' \(mode) --program '\(Bench.binary)'"], strategy: "of ",
      workloads: ["noop", "cpu", "sleep"], resultMode: "each")
  }

  @Test(
    "Swift's thread pools echo payloads", .timeLimit(.minutes(20)),
    .enabled(if: FileSystemAccess.exists(swiftPeers), "run swift build --package-path Benchmarks first"))
  func payloads() throws {
    let arms = ["dispatch-async", "operation-queue", "nio"].map { "'\(Self.swiftPeers)' \($0)" }
    try takesPart(arms, strategy: "e", workloads: ["payload"], resultMode: "all")
  }

  @Test(
    "a peer says what it cannot run", .timeLimit(.minutes(20)),
    .enabled(if: FileSystemAccess.exists(swiftPeers), "run swift build --package-path Benchmarks first"))
  func unsupported() throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    let result = try Bench.run([
      "run", "--workloads", "payload", "--strategies", "serial", "--rounds", "1", "--tasks", "20", "--output", run,
      "--wide", "--arm", "peer='\(Self.swiftPeers)' subprocess",
    ])
    // An arm that is not optional and has no good row at all fails the run.
    #expect(result.status == .exited(1), "\(result.errors)")
    let rows = try RepsTable(path: run + "/reps.csv").rows.filter { $0["arm"] == "peer" }
    #expect(!rows.isEmpty && rows.allSatisfy { $0["status"] == "unsupported" }, "\(rows)")
    #expect(result.output.contains("its processes are handed no payload"), "\(result.output)")
  }

  @Test(
    "Go's: goroutines on a channel and a goroutine for each task", .timeLimit(.minutes(20)),
    .enabled(if: has("go"), "go is not installed"))
  func go() throws {
    let folder = try TemporaryFolder()
    let program = folder.path("go_pool")
    try command("go", "build", "-o", program, "\(Self.peers)/go_pool.go")
    try takesPart(
      ["'\(program)' channel"], strategy: "channel of go1.", workloads: ["noop", "cpu", "sleep"], resultMode: "all")
    try takesPart(
      ["'\(program)' goroutine"], strategy: "goroutine of go1.", workloads: ["noop", "cpu"], resultMode: "all")
  }

  @Test(
    "Java's: a fixed pool and a ForkJoinPool", .timeLimit(.minutes(20)),
    .enabled(if: has("javac"), "javac is not installed"))
  func java() throws {
    let folder = try TemporaryFolder()
    try command("javac", "-d", folder.path("classes"), "\(Self.peers)/JavaPools.java")
    let java = "java -cp '\(folder.path("classes"))' JavaPools"
    for (modes, resultMode) in [(["fixed", "forkjoin"], "all"), (["fixed-futures", "forkjoin-futures"], "each")] {
      try takesPart(
        modes.map { "\(java) \($0)" }, strategy: " of Java ", workloads: ["noop", "cpu", "sleep"],
        resultMode: resultMode)
    }
  }

  private func takesPart(
    _ commands: [String], strategy: String, workloads: [String], resultMode: String, submission: String = "single",
    hasTrips: Bool = true
  ) throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    let labels = commands.indices.map { "peer-\($0)" }
    let result = try Bench.run(
      [
        "run", "--workloads", workloads.joined(separator: ","), "--payload", "1001B", "--task-duration", "50us",
        "--strategies", "serial", "--rounds", "1", "--tasks", "40", "--output", run,
      ] + zip(labels, commands).flatMap { ["--arm", "\($0)=\($1)"] })
    #expect(result.status == .exited(0), "\(result.errors)")
    let rows = try RepsTable(path: run + "/reps.csv").rows.filter { $0["phase"] == "measure" }
    for workload in workloads {
      let cell = rows.filter { $0["workload"] == workload }
      let peers = cell.filter { labels.contains($0["arm"] ?? "") }
      #expect(peers.count == labels.count && peers.allSatisfy { $0["status"] == "ok" }, "\(peers)")
      #expect(Set(cell.map { $0["checksum"] }).count == 1, "\(workload)")
      #expect(peers.allSatisfy { $0["strategy"]?.contains(strategy) == true }, "\(peers)")
      #expect(peers.allSatisfy { $0["result_mode"] == resultMode && $0["submission"] == submission }, "\(peers)")
      #expect(peers.allSatisfy { ($0["roundtrip_idle_p50_ns"] != "") == hasTrips }, "\(peers)")
    }
  }
}

/// Whether a program of that name is in one of the folders of `PATH`.
private func has(_ program: String) -> Bool {
  let folders = (ProcessImage.environmentValue("PATH") ?? "").split(separator: ":")
  return folders.contains { FileSystemAccess.isExecutable("\($0)/\(program)") }
}

private func command(_ words: String...) throws {
  var launch = Launch(path: words[0], arguments: words)
  launch.searchesPath = true
  #expect(try ChildProcess.spawn(launch).wait().status == .exited(0), "\(words)")
}
