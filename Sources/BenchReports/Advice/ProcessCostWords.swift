import BenchAnalysis
import BenchModel
import BenchStatistics

/// Whether a process for each task is affordable, in a sentence.
enum ProcessCostWords {
  static func text(_ cost: ProcessCost) -> String {
    let shares = cost.shares.map { share in
      "\(percent(share.median))\(interval(share.interval)) of a task of \(Quantity.label(nanoseconds: share.durationNs))"
    }
    return "A process for each task (\(cost.label)) costs \(Words.list(shares)) beside the task itself: "
      + "\(verdict(cost))\(affordable(cost))."
  }

  private static func verdict(_ cost: ProcessCost) -> String {
    switch cost.isAffordable {
    case true?: "affordable"
    case false?: "not affordable"
    case nil: "too close to call whether that is affordable"
    }
  }

  private static func affordable(_ cost: ProcessCost) -> String {
    let limit = "\(Quantity.fixed(ProcessCost.affordableShare * 100, digits: 0)) %"
    switch cost.affordable {
    case .from(let duration, let interval):
      return ", it falls below \(limit) at \(Figures.value(duration, .nanoseconds, interval))"
    case .fromAtMost(let duration):
      return ", it is below \(limit) from \(Quantity.label(nanoseconds: Int(duration))) on"
    case .everywhere: return ", it is below \(limit) at every swept duration"
    case .nowhere: return ", it is below \(limit) at no swept duration"
    case .atSome, .undecided: return ""
    }
  }

  /// A share as percent; a cost that chance has put below zero is none.
  private static func percent(_ share: Double) -> String {
    "\(Quantity.fixed(max(0, share) * 100, digits: share < 0.1 ? 1 : 0)) %"
  }

  private static func interval(_ interval: ValueInterval?) -> String {
    interval.map { " [\(percent($0.low)), \(percent($0.high))]" } ?? ""
  }
}
