import ArgumentParser
import BenchAnalysis
import BenchModel
import BenchPlan
import BenchWorkloads
import Testing
import WorkerPoolsPosix

@testable import BenchKit

@Suite("bench advise")
struct AdviseCommandTests {
  private let invocation = Invocation(
    workloads: Workloads(), executable: "/bin/true", arguments: [], environment: [:], isTerminal: false,
    output: { _ in }, notes: { _ in })

  private func sweep(_ kind: String, durationNs: Int, width: Int? = nil) throws -> SweepRun {
    SweepRun(
      question: AdviceQuestion(kind: kind, taskDurationNs: durationNs, width: width, cores: 2),
      source: try SweepSource.parse(["--run", "--no-progress"]), invocation: invocation)
  }

  @Test("sweeps the asked kind alone, with short batches and without round trips")
  func sweeps() throws {
    let options = try RunOptions.parse(sweep("sleep", durationNs: 3_000_000, width: 4).arguments("folder"))
    let configuration = try RunSetup(options: options, invocation: invocation).configuration().configuration
    #expect(Set(configuration.cells.map(\.workload)) == ["sleep"] && configuration.cells.count == 9)
    #expect(configuration.cells.allSatisfy { $0.width == .bounded(4) })
    #expect(configuration.settings.rounds == 14 && !configuration.settings.hasRoundTrips)
    #expect(configuration.settings.batchTargetNs == 40_000_000 && configuration.settings.batchLimitNs == 300_000_000)
    #expect(configuration.hasControl && options.output.folder.output == "folder" && options.output.folder.noProgress)
  }

  @Test("measures nothing for a question that the sweep would not answer")
  func refused() {
    #expect(throws: NotSwept.self) { try sweep("noop", durationNs: 1_000).run() }
    #expect(throws: NotSwept.self) { try sweep("cpu", durationNs: 2_000_000_000).run() }
    #expect(throws: NotSwept.self) { try sweep("cpu", durationNs: 10).run() }
  }

  @Test("takes one source and one duration")
  func arguments() throws {
    let question = ["--kind", "cpu", "--task-duration", "3ms"]
    #expect(try AdviseCommand.parse(["results/x"] + question).source.folder == "results/x")
    #expect(try AdviseCommand.parse(["--from", "results/x"] + question).taskDuration == 3_000_000)
    #expect(throws: (any Error).self) { try AdviseCommand.parse(question) }
    #expect(throws: (any Error).self) { try AdviseCommand.parse(["x", "--from", "y"] + question) }
    #expect(throws: (any Error).self) { try AdviseCommand.parse(["x", "--kind", "cpu", "--task-duration", "1ms,2ms"]) }
  }
}
