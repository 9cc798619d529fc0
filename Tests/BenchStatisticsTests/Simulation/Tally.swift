import BenchStatistics
import FoundationEssentials

/// How often something happened, with its limits at 95 %.
struct Tally: CustomStringConvertible {
  var hits = 0
  var trials = 0

  mutating func count(_ isHit: Bool) {
    trials += 1
    if isHit { hits += 1 }
  }

  var limits: ClopperPearson { ClopperPearson(hits: hits, trials: trials) }

  /// Whether the rate may be at most `rate`: the data do not exclude it.
  func allows(atMost rate: Double) -> Bool { limits.low <= rate }

  /// Whether the rate may be at least `rate`: the data do not exclude it.
  func allows(atLeast rate: Double) -> Bool { limits.high >= rate }

  var description: String {
    "\(hits) of \(trials), \(Self.percent(limits.rate ?? 0)) [\(Self.percent(limits.low)), \(Self.percent(limits.high))]"
  }

  private static func percent(_ share: Double) -> String {
    "\((share * 10_000).rounded() / 100) %"
  }
}

/// Whether simulations are to be long, which `WORKERPOOLS_LONG_TESTS=1` asks for.
enum LongTests {
  static let areWanted = ProcessInfo.processInfo.environment["WORKERPOOLS_LONG_TESTS"] == "1"

  /// The number of simulated cases, in the short or in the long form.
  static func cases(short: Int, long: Int) -> Int { areWanted ? long : short }
}
