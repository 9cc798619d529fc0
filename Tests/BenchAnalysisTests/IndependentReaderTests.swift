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
    replacing(.summary, ",faster,", by: ",same,", "ratios, their intervals and verdicts"),
    replacing(.summary, ",3333.33,", by: ",3334.33,", "medians, intervals and extremes"),
    replacing(.summary, ",per_s,", by: ",ns,", "metrics with their unit"),
    replacing(.summary, "2026-01-31T08:05:09Z", by: "2026-01-31 08:05:09", "numbers, booleans, words, times"),
    Damage(.environment, "fields") { $0 + "1,seed\n" },
    Damage(.histograms, "pooled percentiles") { removingLine(3, of: $0) },
    Damage(.tasks, "submit <= start <= end") { $0 + "1,r,0,0,serial,noop,0,5,4,6\n" },
    Damage(.plan, "plan.json") { _ in "{" },
  ]

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
    var runId: String
    var seed = 7
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
    try run.writePlan(ExamplePlan(runId: outcomes[0].runId, cells: fixture.cells, arms: fixture.arms))
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

  @Test("a run is accepted with every rule checked", .timeLimit(.minutes(9)))
  func accepts() throws {
    let (isAccepted, text) = try verdict(on: run(Self.sound.get()))
    #expect(isAccepted, "\(text)")
    #expect(text.hasSuffix(" passed, 0 failed\n"))
    #expect(text.contains("ok    summary.csv: ratios, their intervals and verdicts follow from reps.csv"))
  }

  @Test("a damaged run is refused by the check that is meant for it", .timeLimit(.minutes(9)), arguments: Damage.all)
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
