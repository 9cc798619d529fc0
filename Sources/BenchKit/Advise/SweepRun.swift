import ArgumentParser
import BenchAnalysis
import BenchModel
import BenchPlan
import BenchResults
import WorkerPoolsPosix

/// The sweep that `bench advise --run` measures before it answers: the suite `sweep`, with the asked kind of tasks alone.
struct SweepRun {
  enum Ending {
    case measured(String)
    case other(ExitStatus)

    /// What the program ends with if there is nothing to answer from.
    var exit: ExitStatus {
      switch self {
      case .measured: .done
      case .other(let status): status
      }
    }
  }

  let question: AdviceQuestion
  let source: SweepSource
  let invocation: Invocation

  /// Measures, and says nothing but progress.
  ///
  /// - Throws: `NotSwept` before anything is measured, if the sweep could not answer the question.
  func run() throws -> Ending {
    try check()
    let folder =
      source.output ?? "results/sweep-\(question.kind)-\(Timestamp(unixSeconds: WallClock.unixSeconds()).compact)"
    var quiet = invocation
    quiet.output = { _ in }
    let status = try RunCommand.parse(arguments(folder)).execute(in: quiet)
    return status == .done ? .measured(folder) : .other(status)
  }

  /// What `bench run` is asked for.
  func arguments(_ folder: String) -> [String] {
    let width = question.width.map { ["--width", "\($0)"] } ?? []
    return ["--suite", Suite.durationSweepName, "--workloads", question.kind, "--output", folder] + width
      + (source.noProgress ? ["--no-progress"] : [])
  }

  private func check() throws {
    let suite = try Suite.load(Suite.durationSweepName, cores: question.cores)
    let kinds = suite.matrices.flatMap(\.workloads)
    guard kinds.contains(question.kind) else { throw NotSwept.kind(question.kind, known: kinds) }
    let swept = suite.matrices.filter { $0.workloads.contains(question.kind) }.flatMap { $0.taskDurationsNs ?? [] }
    guard let shortest = swept.min(), let longest = swept.max(),
      (shortest...longest).contains(question.taskDurationNs)
    else { throw NotSwept.duration(question.taskDurationNs, kind: question.kind, known: swept) }
  }
}
