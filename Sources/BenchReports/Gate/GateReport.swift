package import BenchAnalysis
import BenchModel
import BenchStatistics

/// A gate in words: for the terminal, and in Markdown for a pull request.
package struct GateReport: Sendable {
  private let verdict: GateVerdict
  private let names: (base: String, head: String)

  /// - Parameters:
  ///   - base: what the base is, in a few words: its command or commit.
  ///   - head: the same of the head.
  package init(_ verdict: GateVerdict, base: String, head: String) {
    self.verdict = verdict
    names = (base, head)
  }

  /// One line with the result and what it rests on.
  package var headline: String {
    let counts = verdict.outcomes.count
    let bad = verdict.outcomes.filter { $0.standing == .regression }
    let machine = verdict.isUnstable ? "; the machine is UNSTABLE (\(share) of repetitions disturbed)" : ""
    switch verdict.result {
    case .pass: return "Gate: pass, no regression in \(counts) tests\(machine)."
    case .regression: return "Gate: REGRESSION in \(bad.count) of \(counts) tests\(machine)."
    case .inconclusive: return "Gate: inconclusive, \(undecided.count) of \(counts) tests undecided\(machine)."
    case .failed: return "Gate: FAILED, an arm did not run\(machine)."
    }
  }

  /// The whole as plain text that ends in a line feed.
  package var text: String {
    var lines = [headline, "base: \(names.base)", "head: \(names.head)"] + verdict.failures
    for group in groups where !group.outcomes.isEmpty {
      var table = TextTable(header: [group.title, "change", "excluded", "rounds"])
      table.rows = group.outcomes.map { TextTable.Row(cells: [$0.test.title] + Self.figures($0)) }
      lines += [""] + table.lines
    }
    lines += ["", "change: head over base, + is worse; excluded: a larger change is ruled out at 99 %."]
    return lines.joined(separator: "\n") + "\n"
  }

  /// The whole in Markdown: the result first, what passed folded away.
  package var markdown: String {
    var lines = ["### \(headline)", "", "base `\(names.base)`, head `\(names.head)`", ""]
    lines += verdict.failures.map { "- \($0)" }
    for group in groups where !group.outcomes.isEmpty {
      let table =
        ["| \(group.title) | change | excluded | rounds |", "|---|---:|---:|---:|"]
        + group.outcomes.map { "| \($0.test.title) | \(Self.figures($0).joined(separator: " | ")) |" }
      lines += group.isFolded
        ? ["<details><summary>\(group.title) (\(group.outcomes.count))</summary>", ""] + table + ["", "</details>", ""]
        : table + [""]
    }
    lines.append("change: head over base, + is worse; excluded: a larger change is ruled out at 99 %.")
    return lines.joined(separator: "\n") + "\n"
  }

  private var share: String { Figures.percent(verdict.disturbedShare) }

  private var undecided: [GateOutcome] {
    verdict.outcomes.filter { [.inconclusive, .unconfirmed, .open].contains($0.standing) }
  }

  private var groups: [(title: String, outcomes: [GateOutcome], isFolded: Bool)] {
    func of(_ standing: GateOutcome.Standing) -> [GateOutcome] { verdict.outcomes.filter { $0.standing == standing } }
    return [
      ("regression", of(.regression), false), ("undecided", undecided, false), ("improvement", of(.improvement), false),
      ("not compared", of(.missing), true), ("pass", of(.pass), true),
    ]
  }

  private static func figures(_ outcome: GateOutcome) -> [String] {
    let rounds = "\(outcome.screenRounds)" + (outcome.confirmRounds > 0 ? " + \(outcome.confirmRounds)" : "")
    return [
      outcome.evidence.map { signed($0.change) } ?? Figures.missing,
      outcome.evidence?.excludedChange.map { "> \(signed($0))" } ?? Figures.missing, rounds,
    ]
  }

  /// `+12.3 %`.
  private static func signed(_ share: Double) -> String {
    (share >= 0 ? "+" : "") + "\(Quantity.fixed(share * 100, digits: 1)) %"
  }
}
