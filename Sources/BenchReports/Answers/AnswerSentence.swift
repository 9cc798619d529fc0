package import BenchAnalysis
import BenchModel
import BenchResults
import BenchStatistics

/// A cell's answer in words: a sentence for each result mode.
///
/// It says no more than the verdicts: "does the most" stands for `better` in the comparison with each other arm, "within 3 %"
/// for an interval that ends there, and everything else is too close to call.
package enum AnswerSentence {
  /// Arms that are behind by no more than this are named.
  static let nearShare = 0.05

  /// `thread-pool does the most, 1.98x [1.95, 2.02] serial; process-pool is within 3 %.`, a sentence for each mode.
  package static func texts(_ answer: CellAnswer) -> [String] {
    let isMixed = answer.rankings.count > 1
    return answer.rankings.map { ranking in
      let sentence = sentence(ranking, answer)
      return (isMixed ? prefix(ranking.mode) : "") + sentence + "."
    }
  }

  static func prefix(_ mode: ResultMode?) -> String {
    switch mode {
    case .each: "With a result for each task: "
    case .all: "With one wait for all tasks: "
    case nil: "Where nothing says who waits for results: "
    }
  }

  private static func sentence(_ ranking: CellAnswer.Ranking, _ answer: CellAnswer) -> String {
    switch ranking.leader {
    case .one(let top): "\(top.label) \(excels(answer.metric))\(ratio(top))\(others(ranking))"
    case .tooClose(let arms): tooClose(arms)
    case .alone(let arm): "only \(arm.label) has such a figure\(ratio(arm))"
    case .notJudged: "too few rounds to say which \(excels(answer.metric))"
    }
  }

  /// `does the most`, or `has the lowest startup` of another metric than throughput.
  private static func excels(_ metric: Metric) -> String {
    guard metric.name != "throughput" else { return "does the most" }
    return "has the \(metric.direction == .higher ? "highest" : "lowest") \(metric.name)"
  }

  /// `, 1.98x [1.95, 2.02] serial`; nothing for the baseline itself.
  private static func ratio(_ arm: Standing) -> String {
    ratioText(arm).map { ", \($0) \(arm.summary.comparison.baselineArm)" } ?? ""
  }

  private static func ratioText(_ arm: Standing) -> String? {
    guard !arm.isBaseline, let ratio = arm.summary.comparison.median else { return nil }
    return Figures.ratio(ratio, arm.summary.comparison.interval)
  }

  /// `; process-pool is within 3 %`, or else how far all others are, as their intervals have it.
  private static func others(_ ranking: CellAnswer.Ranking) -> String {
    let near = ranking.within(nearShare)
    guard near.isEmpty else {
      let share = near.compactMap(\.largestGap).max() ?? 0
      return "; \(Words.list(near.map(\.label))) \(near.count == 1 ? "is" : "are") within \(wholePercent(share))"
    }
    let others = ranking.standings.dropFirst()
    let intervals = others.compactMap { $0.againstTop?.interval }
    guard others.first?.isBaseline == false, intervals.count == others.count, let first = intervals.first else {
      return ""
    }
    guard ranking.standings[0].summary.metric.direction == .higher else {
      return "; no other is below \(Figures.factor(intervals.map(\.low).reduce(first.low, min)))x of that"
    }
    return "; no other is above \(Figures.factor(intervals.map(\.high).reduce(first.high, max)))x of that"
  }

  private static func tooClose(_ arms: [Standing]) -> String {
    let named = arms.firstIndex { !$0.isBaseline }
    let names = arms.enumerated().map { index, arm in
      let baseline = index == named ? " \(arm.summary.comparison.baselineArm)" : ""
      return arm.label + (ratioText(arm).map { " (\($0)\(baseline))" } ?? "")
    }
    let gaps = arms.dropFirst().compactMap(\.largestGap)
    let isSame = arms.dropFirst().allSatisfy { $0.againstTop?.verdict == .same }
    return "too close to call between \(Words.list(names))"
      + (isSame ? ", the same within \(wholePercent(gaps.max() ?? 0))" : "")
  }

  /// A share as whole percent, rounded up so that "within" stays true.
  private static func wholePercent(_ share: Double) -> String { "\(max(1, Int((share * 100).rounded(.up)))) %" }
}

/// Words that sentences are made of.
enum Words {
  /// `a`, `a and b`, `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard items.count > 1, let last = items.last else { return items.first ?? "" }
    return "\(items.dropLast().joined(separator: ", ")) and \(last)"
  }
}
