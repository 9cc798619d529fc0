import ArgumentParser
import BenchModel
import BenchPlan
import BenchStrategies
import BenchWorkloads
import WorkerPoolsPosix

/// `bench list`.
struct ListCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Strategies, workloads, metrics, suites and commands, a line each.",
    discussion: """
      What --strategies, --workloads, --metric and --suite may name:
        bench list
      """)

  func execute(in invocation: Invocation) -> ExitStatus {
    let sections: [(title: String, lines: [(name: String, summary: String)])] = [
      ("Strategies", StrategyCatalog.variants.map { ($0.name, line($0)) }),
      ("Workloads", invocation.workloads.all.map { ($0.name, $0.summary) }),
      ("Metrics", Metric.all.map { ($0.name, "\($0.summary) [\($0.unit), \($0.direction.rawValue) is better]") }),
      ("Suites", Suite.builtIn(cores: CoreCount.available).map { ($0.name, $0.summary) }),
      ("Commands", Bench.commands),
    ]
    let width = sections.flatMap(\.lines).map(\.name.count).max() ?? 0
    for (index, section) in sections.enumerated() {
      invocation.output((index == 0 ? "" : "\n") + section.title)
      for line in section.lines {
        let gap = String(repeating: " ", count: width - line.name.count + 2)
        invocation.output("  \(line.name)\(gap)\(line.summary)")
      }
    }
    return .done
  }

  private func line(_ variant: StrategyVariant) -> String {
    variant.summary + (variant.isStandard ? "" : "; runs where it is named")
  }
}
