package import BenchModel
import BenchStatistics

/// A strategy in a cell of a gate's plan: both sides of it run next to each other.
package struct GatePair: Hashable, Sendable {
  /// The index of the cell in the plan.
  package var cell: Int
  /// As it is written on the command line: `process-pool@forkserver`.
  package var strategy: String

  package init(cell: Int, strategy: String) {
    self.cell = cell
    self.strategy = strategy
  }
}

extension Plan {
  /// The pairs of a gate's plan, cell by cell.
  package var gatePairs: [GatePair] {
    let strategies = arms.compactMap { GateSide.parse($0.arm.label)?.strategy }.uniqued()
    return cells.indices.flatMap { cell in strategies.map { GatePair(cell: cell, strategy: $0) } }
  }

  /// The repetitions of some pairs in one round, in an order that follows from the seed alone.
  ///
  /// Pairs come in a random order, and the two sides of a pair directly after one another: of two successive rounds base is
  /// first in one and head in the other (ABBA or BAAB), so that neither side has the better place.
  /// Round 0 is the warm-up round; the order of those that run is that of all pairs.
  package func gateRound(_ round: Int, phase: Phase, pairs: Set<GatePair>) -> [PlannedRepetition] {
    var generator = SplitMix64(seed: settings.seed, stream: round)
    let order = generator.shuffled(gatePairs).filter(pairs.contains)
    return order.enumerated().flatMap { place, pair in
      let sides = headGoesFirst(pair, round: round) ? [GateSide.head, .base] : [.base, .head]
      return sides.enumerated().compactMap { position, side in
        repetition(round, phase, pair, side, position: 2 * place + position)
      }
    }
  }

  private func headGoesFirst(_ pair: GatePair, round: Int) -> Bool {
    let index = gatePairs.firstIndex(of: pair) ?? 0
    var coin = SplitMix64(seed: settings.seed, stream: -1 - (round / 2) * gatePairs.count - index)
    return (coin.next(below: 2) == 0) != round.isMultiple(of: 2)
  }

  /// The number of a repetition follows from its round, cell and arm, so that a gate may be resumed whatever it has run.
  private func repetition(
    _ round: Int, _ phase: Phase, _ pair: GatePair, _ side: GateSide, position: Int
  ) -> PlannedRepetition? {
    guard let arm = arms.firstIndex(where: { $0.arm.label == side.label(pair.strategy) }) else { return nil }
    return PlannedRepetition(
      seq: 1 + (round * cells.count + pair.cell) * arms.count + arm, round: round, position: position, phase: phase,
      cell: pair.cell, arm: arm)
  }
}
