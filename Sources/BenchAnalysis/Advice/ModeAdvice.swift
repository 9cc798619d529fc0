package import BenchModel
import BenchResults

/// Which arm to take among those of one result mode, from the cells around a question.
package struct ModeAdvice: Hashable, Sendable {
  package enum Choice: Hashable, Sendable {
    /// It is better than each of the others in all of the cells.
    case one(String)
    /// The rounds do not tell these apart.
    case tooClose([String])
    /// Others are the best in the cell of the shorter tasks than in that of the longer ones.
    case changing(from: [String], to: [String])
    /// Nothing else has this result mode.
    case alone(String)
    /// Too few rounds.
    case notJudged
  }

  /// nil if the arms do not say which they have.
  package let mode: ResultMode?
  package let choice: Choice
  /// Whether arms that are too close to call are the same, by the verdict of each comparison with the best median.
  package let isSame: Bool

  /// The labels that may be taken, the best median of the first cell first.
  package var labels: [String] {
    switch choice {
    case .one(let label), .alone(let label): [label]
    case .tooClose(let labels): labels
    case .changing(let before, let after): before + after
    case .notJudged: []
    }
  }

  /// Joins the rankings of the cells, one for each.
  init(_ rankings: [CellAnswer.Ranking]) {
    mode = rankings[0].mode
    let leaders = rankings.map(\.leader)
    let labels = leaders.flatMap(\.labels).uniqued()
    isSame = leaders.allSatisfy { leader in
      guard case .tooClose(let arms) = leader else { return true }
      return arms.dropFirst().allSatisfy { $0.againstTop?.verdict == .same }
    }
    if leaders.contains(.notJudged) {
      choice = .notJudged
    } else if let first = leaders.first, let last = leaders.last, Set(first.labels).isDisjoint(with: last.labels) {
      choice = .changing(from: first.labels, to: last.labels)
    } else if labels.count > 1 {
      choice = .tooClose(labels)
    } else if case .alone(let arm) = leaders[0] {
      choice = .alone(arm.label)
    } else {
      choice = labels.first.map(Choice.one) ?? .notJudged
    }
  }
}

extension Leader {
  /// The arms that may be the best; empty if that is not judged.
  package var labels: [String] {
    switch self {
    case .one(let arm), .alone(let arm): [arm.label]
    case .tooClose(let arms): arms.map(\.label)
    case .notJudged: []
    }
  }
}
