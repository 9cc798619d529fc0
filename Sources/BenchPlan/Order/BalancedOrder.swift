package import BenchStatistics

/// The order of the arms within the rounds of one cell.
///
/// Rounds are the rows of random Latin squares, one square after another, cut at the number of rounds: each round has
/// every arm once, and within a square every arm stands at every position once, so that no arm always runs first.
package enum BalancedOrder {
  /// One array of arm indices for each round.
  package static func rounds(_ count: Int, arms: Int, generator: inout SplitMix64) -> [[Int]] {
    guard arms > 0 else { return Array(repeating: [], count: count) }
    var rows: [[Int]] = []
    while rows.count < count {
      rows += latinSquare(arms, generator: &generator)
    }
    return Array(rows.prefix(count))
  }

  /// The cyclic square with its rows, its columns and its labels shuffled.
  package static func latinSquare(_ size: Int, generator: inout SplitMix64) -> [[Int]] {
    let identity = Array(0..<size)
    let rows = generator.shuffled(identity)
    let columns = generator.shuffled(identity)
    let labels = generator.shuffled(identity)
    return rows.map { row in columns.map { column in labels[(row + column) % size] } }
  }
}
