import BenchAnalysis
import BenchResults

/// What differs around two runs.
struct EnvironmentPart {
  /// Longer facts would push the table out of sight.
  private static let longest = 40

  let comparison: RunComparison

  func add(to report: inout Report) {
    report.add(remarks: machine + stability)
    guard !comparison.differences.isEmpty else {
      report.add(remarks: ["Environment: nothing that matters differs in env.csv."])
      return
    }
    report.add(
      ReportTable(
        title: "Environment: what differs",
        columns: [.init("fact", .leading), .init("before", .leading), .init("after", .leading)],
        rows: comparison.differences.map { .init([.text($0.key), figure($0.before), figure($0.after)]) }))
  }

  private var machine: [String] {
    switch comparison.machine {
    case .same: []
    case .different:
      [
        "These runs are from different machines: absolute values cannot be compared, so they get no verdict; ratios to the "
          + "baseline can."
      ]
    case .unknown: ["It is not known whether these runs are from one machine: compare ratios to the baseline first."]
    }
  }

  private var stability: [String] {
    [("before", comparison.before), ("after", comparison.after)].compactMap { name, run in
      run.stability.isStable ? nil : "The run \(name) is unstable: its machine was disturbed, or its control differs."
    }
  }

  private func figure(_ fact: String?) -> Figure {
    guard let fact else { return .text("unknown") }
    return .text(fact.count > Self.longest ? "\(fact.count) characters, see env.csv" : fact)
  }
}
