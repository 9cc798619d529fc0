/// Why a strategy cannot do what it is asked for.
package enum StrategyError: Error, Hashable, Sendable {
  /// No strategy has this name.
  case unknown(String, known: [String])
  /// The strategy cannot run this, and never could; the sentence says what and why.
  case unsupported(String)
  /// Dispatch would use more processors than the width allows.
  case notHeldDown(width: Int, processors: Int)
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
    }
  }
}
