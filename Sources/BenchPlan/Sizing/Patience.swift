/// How long the driver waits for a repetition before it kills it.
package struct Patience: Sendable {
  static let leastNs = 20_000_000_000
  static let factor = 10
  static let onceBittenNs = 5_000_000_000

  private struct Key: Hashable {
    var cell: Int
    var arm: Int
  }

  private let fixedNs: Int?
  private var hung: Set<Key> = []

  /// Patience of `fixedNs` for each repetition, or as much as follows from what a repetition is expected to take.
  package init(fixedNs: Int? = nil) {
    self.fixedNs = fixedNs
  }

  /// Ten times the expected time, at least 20 s; 5 s more than that time for an arm that hung in this cell before.
  package func timeoutNs(for repetition: PlannedRepetition, expectedNs: Int) -> Int {
    if let fixedNs { return fixedNs }
    let expected = min(expectedNs, 1 << 50)
    let key = Key(cell: repetition.cell, arm: repetition.arm)
    return hung.contains(key) ? expected + Self.onceBittenNs : max(Self.leastNs, Self.factor * expected)
  }

  /// Remembers how the repetition ended, so that a hanging arm does not cost 20 s in every round.
  package mutating func note(_ repetition: PlannedRepetition, timedOut: Bool) {
    let key = Key(cell: repetition.cell, arm: repetition.arm)
    if timedOut { hung.insert(key) } else { hung.remove(key) }
  }
}
