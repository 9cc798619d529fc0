package import BenchAnalysis
import BenchModel
package import BenchPlan
import BenchStatistics

/// A gate as a report: what came of it first, then what was worse, what stayed undecided, and what passed.
package struct GateReport: Sendable {
  let verdict: GateVerdict
  private let plan: Plan

  /// The report of a gate over a plan.
  package init(_ verdict: GateVerdict, of plan: Plan) {
    self.verdict = verdict
    self.plan = plan
  }

  /// The whole, for any renderer.
  package var report: Report {
    var report = Report(title: headline)
    report.add(remarks: GateSide.allCases.map { "\($0.rawValue): \(command($0))" } + verdict.failures)
    for group in groups where !group.outcomes.isEmpty {
      var table = Self.table(group.title, group.outcomes)
      table.isFolded = group.isFolded
      report.add(table)
    }
    report.add(remarks: [
      "base, head: medians of the rounds that were judged; change: head over base, + is worse; excluded: a larger change is ruled out at 99 %."
    ])
    return report
  }

  private func command(_ side: GateSide) -> String {
    let arm = plan.arms.first { GateSide.parse($0.arm.label)?.side == side }
    return arm.map { $0.arm.command.joined(separator: " ") } ?? ""
  }

  /// One line with the result and what it rests on.
  package var headline: String {
    let counts = verdict.outcomes.count
    let share = Figures.percent(verdict.disturbedShare)
    let machine = verdict.isUnstable ? "; the machine is UNSTABLE (\(share) of repetitions disturbed)" : ""
    let missing = verdict.outcomes.count { $0.standing == .missing }
    let left = missing > 0 ? "; \(missing) not compared" : ""
    let worse = verdict.outcomes.count { $0.standing == .regression }
    switch verdict.result {
    case .pass: return "Gate: pass, no regression in \(counts - missing) tests\(left)\(machine)."
    case .regression: return "Gate: REGRESSION in \(worse) of \(counts) tests\(machine)."
    case .inconclusive: return "Gate: inconclusive, \(undecided.count) of \(counts) tests undecided\(machine)."
    case .failed: return "Gate: FAILED, a side did not run what the other one did\(machine)."
    }
  }

  private var undecided: [GateOutcome] {
    verdict.outcomes.filter { [.inconclusive, .unconfirmed, .open].contains($0.standing) }
  }

  private var groups: [(title: String, outcomes: [GateOutcome], isFolded: Bool)] {
    func of(_ standing: GateOutcome.Standing) -> [GateOutcome] { verdict.outcomes.filter { $0.standing == standing } }
    return [
      ("regression", of(.regression), false), ("undecided", undecided, false),
      ("improvement", of(.improvement), false), ("not compared", of(.missing), false), ("pass", of(.pass), true),
    ]
  }

  private static func table(_ title: String, _ outcomes: [GateOutcome]) -> ReportTable {
    ReportTable(
      title: title,
      columns: [
        ReportTable.Column("test", .leading), ReportTable.Column("base", priority: 1),
        ReportTable.Column("head", priority: 2),
        ReportTable.Column("change"), ReportTable.Column("excluded"), ReportTable.Column("rounds"),
      ], rows: outcomes.map(row))
  }

  private static func row(_ outcome: GateOutcome) -> ReportTable.Row {
    let rounds = "\(outcome.screenRounds)" + (outcome.confirmRounds > 0 ? " + \(outcome.confirmRounds)" : "")
    return ReportTable.Row([
      .text(outcome.test.title + (outcome.standing == .unconfirmed ? " (suspect, not confirmed)" : "")),
      Figure(outcome.values.base, outcome.test.metric.reportUnit),
      Figure(outcome.values.head, outcome.test.metric.reportUnit),
      Figure(text: outcome.change.map(signed)),
      Figure(text: outcome.evidence?.excludedChange.map { "> \(signed($0))" }), .text(rounds),
    ])
  }

  /// `+12.3 %`.
  static func signed(_ share: Double) -> String {
    (share >= 0 ? "+" : "") + "\(Quantity.fixed(share * 100, digits: 1)) %"
  }
}
