import BenchAnalysis
import BenchModel
import BenchResults

/// What the verdicts of one metric say, in a sentence.
enum VerdictSentence {
  private static let groups: [(words: String, verdicts: Set<Verdict>)] = [
    ("better", [.better, .faster]), ("worse", [.worse, .slower]), ("the same", [.same]), ("undecided", [.undecided]),
  ]

  /// A clause for each verdict: `Throughput against serial: better: thread-pool 1.99x; undecided: go 1.02x`.
  ///
  /// - Parameters:
  ///   - quantity: what the sentence is about, with a capital letter.
  ///   - rows: those of one metric in one cell.
  ///   - hasRatios: whether each arm's ratio is named, too.
  /// - Returns: a sentence that says so if no row has a verdict; empty without rows.
  static func text(_ quantity: String, _ rows: [SummaryRow], hasRatios: Bool = true) -> String {
    guard let baseline = rows.first?.comparison.baselineArm else { return "" }
    let judged = rows.filter { $0.comparison.verdict != nil && $0.comparison.verdict != .baseline }
    guard !judged.isEmpty else {
      return "\(quantity) has no verdicts against \(baseline): there is no interval to judge by."
    }
    let parts = groups.compactMap { group -> String? in
      let members = judged.filter { $0.comparison.verdict.map(group.verdicts.contains) ?? false }
        .sorted { ($0.comparison.median ?? 0) > ($1.comparison.median ?? 0) }
      guard !members.isEmpty else { return nil }
      return "\(group.words): \(members.map { named($0, hasRatios) }.joined(separator: ", "))"
    }
    return "\(quantity) against \(baseline): \(parts.joined(separator: "; "))."
  }

  private static func named(_ row: SummaryRow, _ hasRatios: Bool) -> String {
    guard hasRatios, let ratio = row.comparison.median else { return row.arm.label }
    return "\(row.arm.label) \(Figures.ratio(ratio, nil))"
  }
}
