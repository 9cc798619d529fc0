import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchResults
import Testing
import WorkerPoolsPosix

/// A damage to one file of a run, and the words of the check that has to notice it.
struct Damage: CustomStringConvertible, Sendable {
  let file: RunDirectory.File
  let description: String
  let change: @Sendable (String) -> String

  init(_ file: RunDirectory.File, _ description: String, _ change: @escaping @Sendable (String) -> String) {
    self.file = file
    self.description = description
    self.change = change
  }

  static func replacing(
    _ file: RunDirectory.File, _ old: String, by new: String, _ description: String
  ) -> Damage {
    Damage(file, description) { text in
      guard let range = text.firstRange(of: old) else { return text }
      return text.replacingCharacters(in: range, with: new)
    }
  }

  static let all: [Damage] = [
    Damage(.repetitions, "RFC 4180") { $0.split(separator: "\n").joined(separator: "\r\n") + "\n" },
    Damage(.repetitions, "without BOM") { "\u{FEFF}" + $0 },
    Damage(.repetitions, "whole last line") { String($0.dropLast()) },
    Damage(.repetitions, "every round has every arm once") { removingLine(10, of: $0) },
    Damage(.repetitions, "seq is unique") { $0 + $0.split(separator: "\n").suffix(1).joined() + "\n" },
    replacing(.repetitions, "startup_ns", by: "startup_ms", "the promised columns in order"),
    replacing(.repetitions, ",300000000,", by: ",3e8,", "numbers, booleans, words, times"),
    replacing(.repetitions, ",300000000,", by: ",400000000,", "throughput is tasks over batch time"),
    replacing(.repetitions, "deadbeef", by: "deadbeee", "checksums agree"),
    replacing(.repetitions, ",measure,", by: ",mesure,", "numbers, booleans, words, times"),
    replacing(.summary, ",better,", by: ",same,", "verdict, computed again"),
    replacing(.summary, ",3333.33,", by: ",3334.33,", "median, computed again"),
    replacing(.summary, ",per_s,", by: ",ns,", "unit, computed again"),
    replacing(.summary, ",stable,", by: ",unstable,", "stability, computed again"),
    changing("cv_pct", to: "77.7"), changing("outliers_n", to: "9"), changing("disturbed_n", to: "5"),
    changing("ratio_ci_level_pct", to: "99.9", inRow: 20), changing("tasks_n", to: "999"),
    changing("result_mode", to: "each"), changing("width_label", to: "cores"),
    Damage(.summary, "every cell, arm and metric that was measured has a row") { text in
      text.split(separator: "\n").filter { !$0.contains(",thread-pool,") }.joined(separator: "\n") + "\n"
    },
    replacing(.summary, "2026-01-31T08:05:09Z", by: "2026-01-31 08:05:09", "numbers, booleans, words, times"),
    Damage(.environment, "fields") { $0 + "2,seed\n" },
    Damage(.histograms, "pooled_n, computed again") { removingLine(3, of: $0) },
    Damage(.tasks, "submit <= start <= end") { $0 + "2,r,0,0,serial,noop,0,5,4,6\n" },
    Damage(.plan, "plan.json") { _ in "{" },
  ]

  /// Puts another value into a column of one row of summary.csv, by default the first one.
  private static func changing(_ column: String, to value: String, inRow row: Int = 1) -> Damage {
    Damage(.summary, "\(column), computed again") { text in
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let place = lines[0].split(separator: ",").firstIndex { $0 == column } ?? 0
      var fields = lines[row].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      // The quoted commit with its comma makes one field more to the left of every column that is changed here.
      fields[place + fields.count - lines[0].split(separator: ",").count] = value
      lines[row] = fields.joined(separator: ",")
      return lines.joined(separator: "\n")
    }
  }

  private static func removingLine(_ index: Int, of text: String) -> String {
    var lines = text.split(separator: "\n")
    lines.remove(at: index)
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}

@Suite(
  "An independent reader",
  .enabled(
    if: FileSystemAccess.isExecutable("/usr/bin/python3") || FileSystemAccess.isExecutable("/usr/local/bin/python3"))
)
struct IndependentReaderTests {
  private struct ExamplePlan: Codable {
    var schemaVersion = 2
    var origin: [String: String]
    var settings = ["seed": 7]
    var cells: [Cell]
    var arms: [Arm]
  }

  /// The files of one whole run, written by the code under test.
  private static let sound = Result { try files() }

  private let folder = TemporaryFolder()

  private static func files() throws -> [RunDirectory.File: String] {
    var fixture = RunFixture()
    fixture.speed["thread-pool"] = 1.5
    fixture.cells.append(
      Cell(workload: "sleep", distribution: "fixed", taskDurationNs: 500_000, width: .unbounded))
    fixture.facts.add(EnvironmentFacts.Key.baselineArm, "serial")
    fixture.facts.add(EnvironmentFacts.Key.arms, fixture.arms.map(\.label).joined(separator: " "))
    fixture.facts.add("seed", "7")
    fixture.facts.add("commit", "a, \"quoted\" one")
    fixture.adjust = { repetition, record in
      record.tasks = [TaskTimes(index: 0, submit: 1, start: 2, end: 3)]
      if repetition.arm.label == "thread-pool", repetition.round == 4 {
        record = RepetitionRecord(status: .failed, statusDetail: "exit 3, \"no reason\"\nat all")
      }
    }
    let outcomes = fixture.outcomes
    let folder = TemporaryFolder()
    let run = try RunDirectory.create(at: folder.file("run"))
    try run.writePlan(ExamplePlan(origin: ["run_id": outcomes[0].runId], cells: fixture.cells, arms: fixture.arms))
    try run.writeEnvironment(fixture.facts)
    try run.appending(to: .repetitions).append(outcomes.map(\.row))
    try run.appending(to: .histograms).append(outcomes.flatMap(\.histogramRows))
    try run.appending(to: .tasks).append(outcomes.flatMap(\.taskRows))
    try run.writeSummary()
    let written = RunDirectory.File.allCases.filter { run.holds($0) }
    return Dictionary(uniqueKeysWithValues: written.map { ($0, FileSystemAccess.text(of: run.path(of: $0)) ?? "") })
  }

  /// Writes the files into a folder of this test.
  private func run(_ files: [RunDirectory.File: String]) throws -> RunDirectory {
    let run = try RunDirectory.create(at: folder.file("run"))
    for (file, text) in files { try FileSystemAccess.writeAtomically(text.utf8, to: run.path(of: file)) }
    return run
  }

  /// What Python's reader says, and whether it accepted the run.
  private func verdict(on run: RunDirectory) throws -> (isAccepted: Bool, text: String) {
    let script = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    let output = try TemporaryFile.openUnlinked(in: folder.path)
    defer { try? output.close() }
    var launch = Launch(path: "python3", arguments: ["python3", "/\(script)/check_results.py", run.path])
    launch.searchesPath = true
    launch.standardOutput = output
    launch.standardError = output
    let child = try ChildProcess.spawn(launch)
    let status = child.wait().status
    child.close()
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = try bytes.withUnsafeMutableBytes { try output.read(fromAbsoluteOffset: 0, into: $0) }
    return (status == .exited(0), String(decoding: bytes[..<count], as: UTF8.self))
  }

  @Test("a run is accepted with every rule checked", .timeLimit(.minutes(20)))
  func accepts() throws {
    let (isAccepted, text) = try verdict(on: run(Self.sound.get()))
    #expect(isAccepted, "\(text)")
    #expect(text.hasSuffix(" passed, 0 failed\n"))
    #expect(text.contains("ok    summary.csv: verdict, computed again"))
  }

  @Test("a damaged run is refused by the check that is meant for it", .timeLimit(.minutes(20)), arguments: Damage.all)
  func refuses(damage: Damage) throws {
    var files = try Self.sound.get()
    let text = try #require(files[damage.file])
    files[damage.file] = damage.change(text)
    try #require(files[damage.file] != text)
    let (isAccepted, said) = try verdict(on: run(files))
    #expect(!isAccepted)
    let failures = said.split(separator: "\n").filter { $0.hasPrefix("FAIL") }
    let isNoticed = failures.contains { $0.contains(damage.description) }
    #expect(isNoticed, "\(said)")
  }
}
