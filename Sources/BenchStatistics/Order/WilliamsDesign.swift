/// The order of the arms within the rounds of one cell, balanced for first-order carry-over effects.
///
/// In a Williams design each arm stands at each position equally often, and each arm directly follows each other one equally
/// often, so that what one arm leaves behind (a warm cache, a lower clock rate) reaches all others alike (Williams,
/// Experimental designs balanced for the estimation of residual effects of treatments, Australian Journal of Scientific
/// Research A 2, 1949).
package enum WilliamsDesign {
  /// One array of arm indices for each round.
  ///
  /// Designs follow one another, each shuffled anew, and the last one is cut, so that there are exactly `count` rounds.
  /// The balance is complete where `count` is a multiple of `period(arms:)`.
  package static func rounds(_ count: Int, arms: Int, generator: inout SplitMix64) -> [[Int]] {
    guard count > 0, arms > 0 else { return Array(repeating: [], count: max(0, count)) }
    var result: [[Int]] = []
    while result.count < count {
      result += shuffled(rows(arms: arms), arms: arms, generator: &generator)
    }
    return Array(result.prefix(count))
  }

  /// The number of rounds after which a design is complete: `arms` if it is even, else twice as many; 1 for a single arm.
  package static func period(arms: Int) -> Int { rows(arms: arms).count }

  /// The rows of the design before they are shuffled.
  ///
  /// The first row zigzags, 0 1 n-1 2 n-2 ..., so that its neighbours differ by each number but 0, modulo n, exactly once if
  /// n is even. The other rows are cyclic shifts. If n is odd, the mirrored rows supply the differences that are missing.
  static func rows(arms: Int) -> [[Int]] {
    guard arms > 0 else { return [] }
    let zigzag = (0..<arms).map { $0.isMultiple(of: 2) ? (arms - $0 / 2) % arms : ($0 + 1) / 2 }
    let square = (0..<arms).map { shift in zigzag.map { ($0 + shift) % arms } }
    return arms.isMultiple(of: 2) || arms == 1 ? square : square + square.map { $0.reversed() }
  }

  /// The rows in another order and with other labels; neither changes who follows whom how often.
  private static func shuffled(_ rows: [[Int]], arms: Int, generator: inout SplitMix64) -> [[Int]] {
    let labels = generator.shuffled(Array(0..<arms))
    return generator.shuffled(rows).map { row in row.map { labels[$0] } }
  }
}
