import Testing
import WorkerPoolsPosix

/// Other pools as arms; where a language or a build is missing, its test is skipped and says so.
@Suite("Peers take part, with results and checksums that agree with ours", .serialized)
struct PeerTests {
  private static let peers = "\(Bench.packageRoot)/Benchmarks/Peers"
  private static let swiftPeers = "\(Bench.packageRoot)/Benchmarks/.build/debug/swift-peers"

  @Test(
    "Swift's: Dispatch, OperationQueue, swift-nio, swift-subprocess and Foundation's Process", .timeLimit(.minutes(3)),
    .enabled(if: FileSystemAccess.exists(swiftPeers), "run swift build --package-path Benchmarks first"),
    arguments: [
      ("dispatch-async", "DispatchQueue.async(group:)"), ("operation-queue", "OperationQueue of Foundation"),
      ("nio", "NIOThreadPool of swift-nio 2."), ("subprocess", "run of swift-subprocess 1."),
      ("foundation-process", "Process of Foundation"),
    ])
  func swift(mode: String, strategy: String) throws {
    try takesPart(["'\(Self.swiftPeers)' \(mode)"], strategy: strategy, workloads: ["noop", "cpu", "sleep"])
  }

  @Test(
    "a process for each task can have bench's own image", .timeLimit(.minutes(9)),
    .enabled(if: FileSystemAccess.exists(swiftPeers), "run swift build --package-path Benchmarks first"),
    arguments: ["subprocess", "foundation-process"])
  func benchImage(mode: String) throws {
    try takesPart(
      ["'\(Self.swiftPeers)' \(mode) --program '\(Bench.binary)'"], strategy: "of ",
      workloads: ["noop", "cpu", "sleep"])
  }

  @Test(
    "Swift's thread pools echo payloads", .timeLimit(.minutes(9)),
    .enabled(if: FileSystemAccess.exists(swiftPeers), "run swift build --package-path Benchmarks first"))
  func payloads() throws {
    let arms = ["dispatch-async", "operation-queue", "nio"].map { "'\(Self.swiftPeers)' \($0)" }
    try takesPart(arms, strategy: "e", workloads: ["payload"])
  }

  @Test(
    "a peer says what it cannot run", .timeLimit(.minutes(9)),
    .enabled(if: FileSystemAccess.exists(swiftPeers), "run swift build --package-path Benchmarks first"))
  func unsupported() throws {
    let folder = try TemporaryFolder()
    let run = folder.path("run")
    let result = try Bench.run([
      "run", "--workloads", "payload", "--strategies", "serial", "--rounds", "1", "--tasks", "20", "--output", run,
      "--arm", "peer='\(Self.swiftPeers)' subprocess",
    ])
    #expect(result.status == .exited(0), "\(result.errors)")
    let rows = try RepsTable(path: run + "/reps.csv").rows.filter { $0["arm"] == "peer" }
    #expect(!rows.isEmpty && rows.allSatisfy { $0["status"] == "unsupported" }, "\(rows)")
    #expect(result.output.contains("its processes are handed no payload"), "\(result.output)")
  }

  @Test(
    "Go's: goroutines on a channel and a goroutine for each task", .timeLimit(.minutes(9)),
    .enabled(if: has("go"), "go is not installed"))
  func go() throws {
    let folder = try TemporaryFolder()
    let program = folder.path("go_pool")
    try command("go", "build", "-o", program, "\(Self.peers)/go_pool.go")
    try takesPart(["'\(program)' channel"], strategy: "channel of go1.", workloads: ["noop", "cpu", "sleep"])
    try takesPart(["'\(program)' goroutine"], strategy: "goroutine of go1.", workloads: ["noop", "cpu"])
  }

  @Test(
    "Java's: a fixed pool and a ForkJoinPool", .timeLimit(.minutes(3)),
    .enabled(if: has("javac"), "javac is not installed"))
  func java() throws {
    let folder = try TemporaryFolder()
    try command("javac", "-d", folder.path("classes"), "\(Self.peers)/JavaPools.java")
    let java = "java -cp '\(folder.path("classes"))' JavaPools"
    let arms = ["fixed", "forkjoin", "fixed-futures", "forkjoin-futures"].map { "\(java) \($0)" }
    try takesPart(arms, strategy: " of Java ", workloads: ["noop", "cpu", "sleep"])
  }

  private func takesPart(_ commands: [String], strategy: String, workloads: [String]) throws {
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
      #expect(peers.allSatisfy { $0["roundtrip_idle_p50_ns"]?.isEmpty == false && $0["submission"] == "single" })
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
