/// How many rounds a run has, by name.
package enum RunMode: String, Codable, Sendable {
  case quick
  case standard
  case rigorous
  /// The number of rounds was given.
  case custom
  /// A gate runs as many as it takes.
  case gate

  /// The rounds of the mode, or `nil` if the number is given or follows from the rounds.
  package var rounds: Int? {
    switch self {
    case .quick: 9
    case .standard: 14
    case .rigorous: 30
    case .custom, .gate: nil
    }
  }
}
