/// How many rounds a run has, by name.
package enum RunMode: String, Codable, Sendable {
  case quick
  case standard
  case rigorous
  /// The number of rounds was given.
  case custom

  /// The rounds of the mode, or `nil` where the number is given.
  package var rounds: Int? {
    switch self {
    case .quick: 9
    case .standard: 14
    case .rigorous: 30
    case .custom: nil
    }
  }
}
