/// Why a strategy cannot do what it is asked for.
package enum StrategyError: Error, Hashable, Sendable {
  /// No strategy has this name.
  case unknown(String, known: [String])
  /// The strategy cannot run this, and never could; the sentence says what and why.
  case unsupported(String)
  /// Dispatch would use more processors than the width allows.
  case notHeldDown(width: Int, processors: Int)
  /// A worker was given a task before the workload was prepared in it.
  case unprepared
  /// A task was handed over before `startUp` or after `tearDown`.
  case notStarted(String)
}

extension StrategyError: CustomStringConvertible {
  /// One sentence: what was wrong and what to do.
  package var description: String {
    switch self {
    case .unknown(let name, let known):
      "There is no strategy \"\(name)\"; the known ones are \(known.joined(separator: ", "))."
    case .unsupported(let sentence):
      sentence
    case .notHeldDown(let width, let processors):
      "concurrent-perform at width \(width) would run on \(processors) processors;"
        + " set the process's affinity to \(width) of them before it starts."
    case .notStarted(let name):
      "\(name) was given a task while it was not running; start it up first."
    case .unprepared:
      "A worker was given a task before its workload was prepared; prepare it by the pool's initializer."
    }
  }
}
