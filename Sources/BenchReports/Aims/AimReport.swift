package import BenchAnalysis
import BenchModel
import BenchStatistics

/// What a run says about the aims of its suite.
package enum AimReport {
  /// A line with the counts, and one for each aim and cell; nothing without aims.
  package static func lines(_ review: AimReview) -> [String] {
    guard !review.results.isEmpty else { return [] }
    let counts = AimVerdict.allCases.map { "\(review.count($0)) \($0.rawValue)" }.joined(separator: ", ")
    return ["Aims: \(counts); intervals hold together at 95 %."] + review.results.map(line)
  }

  private static func line(_ result: AimResult) -> String {
    let verdict = result.verdict.rawValue.padded(to: 9)
    let cell = result.cell?.title ?? result.aim.cells.title
    let note = result.aim.note.map { " (\($0))" } ?? ""
    return "  \(verdict)  \(cell): \(quantity(result.aim)) \(figure(result)), aim \(bound(result.aim))\(note)"
  }

  /// `throughput of process-pool / python-pool`.
  private static func quantity(_ aim: Aim) -> String {
    let own = "\(aim.metric.name) of \(aim.arm)"
    guard let against = aim.against else { return own }
    guard against.metric != aim.metric else { return "\(own) / \(against.arm)" }
    return "\(own) / \(against.metric.name) of \(against.arm)"
  }

  private static func figure(_ result: AimResult) -> String {
    guard let median = result.median else {
      return result.obstacle == .noCell ? "not run: no such cell" : "not measured: no round has both values"
    }
    let figure = spelled(median, result.aim)
    if case .tooFewRounds(let needed) = result.obstacle {
      return "\(figure) in \(result.rounds) round\(result.rounds == 1 ? "" : "s"), and an interval needs \(needed)"
    }
    guard let interval = result.interval else { return figure }
    return "\(figure) [\(spelled(interval.low, result.aim)), \(spelled(interval.high, result.aim))]"
  }

  private static func bound(_ aim: Aim) -> String {
    switch aim.bound {
    case .atLeast(let bound): "at least \(spelled(bound, aim))"
    case .atMost(let bound): "at most \(spelled(bound, aim))"
    }
  }

  /// A ratio, or a value with its unit.
  private static func spelled(_ value: Double, _ aim: Aim) -> String {
    guard aim.against == nil else { return "\(Figures.factor(value))x" }
    return switch aim.metric.unit {
    case "ns": Quantity.describe(nanoseconds: value)
    case "bytes": Quantity.describe(bytes: value)
    case "per_s": "\(Quantity.describe(count: value))/s"
    default: Quantity.describe(count: value)
    }
  }
}

extension String {
  fileprivate func padded(to length: Int) -> String { self + String(repeating: " ", count: max(0, length - count)) }
}
