import BenchModel
import BenchWorkloads
import Testing
import WorkerPoolsPosix

@testable import BenchPlan

@Suite("A suite becomes cells")
struct SuiteTests {
  private func cells(_ suite: Suite) throws -> [Cell] { try suite.cells(workloads: Workloads(), cores: 2) }

  @Test("a parameter that a workload ignores is not crossed and stays empty")
  func ignoredParameters() throws {
    let matrix = Suite.Matrix(
      workloads: ["noop", "sleep"], taskDurationsNs: [1_000_000, 2_000_000], payloadsBytes: [64])
    #expect(
      try cells(Suite(name: "s", summary: "", matrices: [matrix])) == [
        Cell(workload: "noop", width: .bounded(2)),
        Cell(workload: "sleep", distribution: "fixed", taskDurationNs: 1_000_000, width: .bounded(2)),
        Cell(workload: "sleep", distribution: "fixed", taskDurationNs: 2_000_000, width: .bounded(2)),
      ])
  }

  @Test("durations, payloads and widths are crossed, and equal cells appear once")
  func crossing() throws {
    let matrix = Suite.Matrix(workloads: ["payload"], payloadsBytes: [64, 4096], widths: [.bounded(1), .unbounded])
    let crossed = try cells(Suite(name: "s", summary: "", matrices: [matrix, matrix]))
    #expect(crossed.map(\.payloadBytes) == [64, 64, 4096, 4096])
    #expect(crossed.map(\.width) == [.bounded(1), .unbounded, .bounded(1), .unbounded])
  }

  @Test("the default suite is noop, cpu 1 ms and sleep 10 ms at width = cores")
  func defaultSuite() throws {
    let suite = try #require(Suite.builtIn(cores: 2).first)
    #expect(
      try cells(suite) == [
        Cell(workload: "noop", width: .bounded(2)),
        Cell(workload: "cpu", distribution: "fixed", taskDurationNs: 1_000_000, width: .bounded(2)),
        Cell(workload: "sleep", distribution: "fixed", taskDurationNs: 10_000_000, width: .bounded(2)),
      ])
  }

  @Test("sweeps cover their range in steps that advice can bridge")
  func sweeps() throws {
    func swept(_ name: String) throws -> [Cell] {
      try cells(#require(Suite.builtIn(cores: 2).first { $0.name == name }))
    }
    let sweep = try swept("sweep")
    for kind in ["cpu", "sleep"] {
      let durations = sweep.filter { $0.workload == kind }.compactMap(\.taskDurationNs)
      #expect(durations.first == 1_000 && durations.last == 100_000_000)
      #expect(zip(durations, durations.dropFirst()).allSatisfy { $0 < $1 && $1 <= 10 * $0 })
    }
    #expect(sweep.allSatisfy { $0.width == .bounded(2) })
    let widths = try swept("sweep-width").filter { $0.workload == "sleep" }.compactMap(\.width.count)
    #expect(widths == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512])
    let payloads = try swept("sweep-payload").compactMap(\.payloadBytes)
    #expect(payloads.first == 64 && payloads.last == 16 << 20 && payloads.count == 10)
  }

  @Test("an unknown workload is refused with the known names")
  func unknown() {
    let suite = Suite(name: "s", summary: "", matrices: [.init(workloads: ["nop"])])
    #expect(throws: SuiteError.self) { try cells(suite) }
  }
}

@Suite("A suite file is read, and what is wrong in it is named by its path")
struct SuiteFileTests {
  private func parse(_ json: String) throws(SuiteError) -> Suite {
    try SuiteFile.parse(Array(json.utf8), name: "file", folder: "suites")
  }

  @Test("everything that a suite has")
  func whole() throws {
    let suite = try parse(
      """
      {"name": "mine", "summary": "short", "strategies": ["serial", "thread-pool"], "rounds": 7, "tasks": 400,
       "arms": [{"label": "a", "command": "python3 ../arm.py '--x y'"}, {"label": "b", "command": "./b", "optional": true}],
       "matrices": [{"workloads": ["cpu"], "task_duration": ["100us"], "payload": ["4KiB"], "width": [1, "unbounded"]}],
       "aims": "mine-aims.json"}
      """)
    let matrix = Suite.Matrix(
      workloads: ["cpu"], taskDurationsNs: [100_000], payloadsBytes: [4096], widths: [.bounded(1), .unbounded])
    #expect(
      suite
        == Suite(
          name: "mine", summary: "short", strategies: ["serial", "thread-pool"],
          arms: [
            Suite.ExternalArm(
              label: "a", command: ["python3", "suites/../arm.py", "--x y"], files: ["suites/../arm.py"]),
            Suite.ExternalArm(label: "b", command: ["suites/./b"], files: ["suites/./b"], isOptional: true),
          ],
          rounds: 7, tasks: 400, matrices: [matrix], aims: "suites/mine-aims.json"))
  }

  @Test(arguments: [
    (#"{"matrices": [{"workloads": ["noop"], "widht": [2]}]}"#, "matrices[0].widht: unknown key"),
    (#"{"matrix": []}"#, "matrix: unknown key"),
    (#"{"matrices": [{"workloads": ["noop"]}, {"width": [1]}]}"#, "matrices[1].workloads: this key is required"),
    (#"{"matrices": [{"workloads": ["cpu"], "task_duration": ["1ms", "soon"]}]}"#, "matrices[0].task_duration[1]:"),
    (#"{"matrices": [{"workloads": ["noop"], "width": [0]}]}"#, "matrices[0].width[0]: expected a whole number"),
    (#"{"matrices": [{"workloads": []}]}"#, "matrices[0].workloads: expected a list of at least one"),
    (#"{"matrices": [{"workloads": ["payload"], "payload": [64]}]}"#, "matrices[0].payload[0]: expected a string"),
    (#"{"rounds": 2.5, "matrices": [{"workloads": ["noop"]}]}"#, "rounds: expected a whole number"),
    (#"{"arms": [{"command": "a"}], "matrices": [{"workloads": ["noop"]}]}"#, "arms[0].label: this key is required"),
    (#"{"arms": [{"label": "a"}], "matrices": [{"workloads": ["noop"]}]}"#, "arms[0].command: this key is required"),
    (
      #"{"arms": [{"label": "a b", "command": "a"}], "matrices": [{"workloads": ["noop"]}]}"#, "arms[0].label: expected"
    ),
    (
      #"{"arms": [{"label": "a", "command": "'b"}], "matrices": [{"workloads": ["noop"]}]}"#,
      "arms[0].command: the command has an opening '"
    ),
    (
      #"{"arms": [{"label": "a", "command": "b", "optional": 1}], "matrices": [{"workloads": ["noop"]}]}"#,
      "arms[0].optional: expected true or false, found 1"
    ),
    (#"{"aims": [], "matrices": [{"workloads": ["noop"]}]}"#, "aims: expected a string"),
    ("[]", "the document: expected an object"),
    ("{", "not a JSON document"),
    ("{}", "matrices: this key is required"),
  ])
  func wrong(json: String, message: String) {
    let error = #expect(throws: SuiteError.self) { try parse(json) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }
}

@Suite("The suites in Benchmarks are suites")
struct StoredSuiteTests {
  private static let folder = String(
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
      + "/Benchmarks/Suites")

  @Test("peers has its own strategies, and each other pool as an arm that is there or is built by Benchmarks/Peers/run")
  func peers() throws {
    let text = try #require(FileSystemAccess.text(of: Self.folder + "/peers.json"))
    let suite = try SuiteFile.parse(Array(text.utf8), name: "peers", folder: Self.folder)
    #expect(try suite.cells(workloads: Workloads(), cores: 2).map(\.workload) == ["noop", "cpu", "sleep"])
    #expect(suite.arms.count >= 12 && suite.strategies?.first == "thread-pool")
    #expect(suite.strategies?.contains("thread-pool@results") == true)
  }

  @Test(
    "each suite's arms and aims are there, or are built by Benchmarks/Peers/run",
    arguments: ["peers", "limits", "scaling"])
  func files(name: String) throws {
    let text = try #require(FileSystemAccess.text(of: Self.folder + "/\(name).json"))
    let suite = try SuiteFile.parse(Array(text.utf8), name: name, folder: Self.folder)
    #expect(try !suite.cells(workloads: Workloads(), cores: 2).isEmpty)
    for file in Set(suite.arms.flatMap(\.files) + [suite.aims].compactMap(\.self)) where !file.contains("/.build") {
      #expect(FileSystemAccess.exists(file), "\(file)")
    }
  }
}

@Suite("A command is split into words as a shell does")
struct ShellWordsTests {
  @Test(arguments: [
    ("a b", ["a", "b"]), ("  a\tb\n", ["a", "b"]), ("'a b' c", ["a b", "c"]), (#""a \"b\"" c"#, [#"a "b""#, "c"]),
    (#"a\ b"#, ["a b"]), (#"''"#, [""]), (#"x'y'"z""#, ["xyz"]), (#"'a\b'"#, [#"a\b"#]), (#""a\b""#, [#"a\b"#]),
    ("$HOME *", ["$HOME", "*"]),
  ])
  func words(command: String, words: [String]) throws {
    #expect(try ShellWords.split(command) == words)
  }

  @Test(arguments: ["", "   ", "'open", "\"open", "end\\"])
  func refused(command: String) {
    #expect(throws: SuiteError.self) { try ShellWords.split(command) }
  }
}
