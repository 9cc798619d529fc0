import ArgumentParser
import BenchAnalysis
import BenchModel
import BenchPlan
import BenchWorkloads
import Testing
import WorkerPoolsPosix

@testable import BenchKit

@Suite("The aims in Benchmarks are aims of their suites")
struct StoredAimTests {
  private static let folder = String(
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
      + "/Benchmarks/Suites")

  @Test("each aim names a cell and arms of its suite", arguments: ["limits", "scaling"])
  func names(suite name: String) throws {
    let text = try #require(FileSystemAccess.text(of: "\(Self.folder)/\(name).json"))
    let suite = try SuiteFile.parse(Array(text.utf8), name: name, folder: Self.folder)
    let aims = try AimFile.parse(try FileSystemAccess.bytes(of: try #require(suite.aims)))
    let cells = try suite.cells(workloads: Workloads(), cores: 2)
    let arms = Set((suite.strategies ?? []) + suite.arms.map(\.label))
    #expect(!aims.isEmpty)
    for aim in aims {
      #expect(cells.contains(where: aim.cells.selects), "\(aim)")
      #expect(arms.contains(aim.arm) && arms.contains(aim.against?.arm ?? aim.arm), "\(aim)")
    }
  }

  @Test("a suite's file of aims is read before anything runs, and what is wrong in it is said")
  func reading() throws {
    #expect(try setup("\(Self.folder)/limits.json").aims() != nil)
    #expect(try setup("default").aims() == nil)
    let path = "/tmp/bench-aims-\(ProcessImage.processIdentifier).json"
    defer { FileSystemAccess.remove(path) }
    let suite = #"{"matrices": [{"workloads": ["noop"]}], "aims": "nowhere.json"}"#
    try FileSystemAccess.writeAtomically(Array(suite.utf8), to: path)
    let missing = #expect(throws: SuiteError.self) { try setup(path).aims() }
    #expect(missing?.description == "aims /tmp/nowhere.json: this file cannot be read")
    // The suite itself is JSON and no list of aims.
    let wrong = suite.replacing("nowhere.json", with: path)
    try FileSystemAccess.writeAtomically(Array(wrong.utf8), to: path)
    let error = #expect(throws: SuiteError.self) { try setup(path).aims() }
    #expect(error?.description == "aims \(path): expected a JSON list of objects")
  }

  private func setup(_ suite: String) throws -> RunSetup {
    RunSetup(
      options: try RunOptions.parse(["--suite", suite]),
      invocation: Invocation(
        workloads: Workloads(), executable: "/bin/true", arguments: [], environment: [:], isTerminal: false,
        output: { _ in }, notes: { _ in }))
  }
}
