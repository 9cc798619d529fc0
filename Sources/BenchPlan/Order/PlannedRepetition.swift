package import BenchModel
import BenchStatistics

/// One repetition of a plan: which arm runs in which cell, when, and what for.
package struct PlannedRepetition: Hashable, Sendable {
  /// From 1, in the order of the run.
  package var seq: Int
  /// 0 is the warm-up round; the round after the last measured one counts allocations.
  package var round: Int
  /// From 0, the place within the round of the cell.
  package var position: Int
  package var phase: Phase
  /// The index of the cell in the plan.
  package var cell: Int
  /// The index of the arm in the plan.
  package var arm: Int

  package init(seq: Int, round: Int, position: Int, phase: Phase, cell: Int, arm: Int) {
    self.seq = seq
    self.round = round
    self.position = position
    self.phase = phase
    self.cell = cell
    self.arm = arm
  }
}

extension Plan {
  /// Every repetition of the run in its order, a pure function of seed, rounds, cells and arms.
  ///
  /// The warm-up round of every cell comes first. Then each round visits every cell, so that a disturbance of some
  /// seconds touches few rounds of each cell and not all rounds of one. The repetitions that count allocations come
  /// last.
  package var repetitions: [PlannedRepetition] {
    let orders = cells.indices.map { roundOrders(cell: $0) }
    var visits: [(round: Int, phase: Phase, cell: Int, arms: [Int])] = []
    for round in 0...max(settings.rounds, 0) {
      for cell in cells.indices {
        visits.append((round, round == 0 ? .warmup : .measure, cell, orders[cell][round]))
      }
    }
    for cell in cells.indices {
      visits.append((settings.rounds + 1, .alloc, cell, arms.indices.filter { arms[$0].arm.countsAllocations }))
    }
    return Self.numbered(visits)
  }

  /// The orders of round 0 and of the measured rounds; round 0 is not a row of the design.
  private func roundOrders(cell: Int) -> [[Int]] {
    var generator = SplitMix64(seed: settings.seed, stream: cell)
    let warmUp = generator.shuffled(Array(arms.indices))
    return [warmUp] + WilliamsDesign.rounds(max(settings.rounds, 0), arms: arms.count, generator: &generator)
  }

  private static func numbered(
    _ visits: [(round: Int, phase: Phase, cell: Int, arms: [Int])]
  ) -> [PlannedRepetition] {
    var repetitions: [PlannedRepetition] = []
    for visit in visits {
      for (place, arm) in visit.arms.enumerated() {
        repetitions.append(
          PlannedRepetition(
            seq: repetitions.count + 1, round: visit.round, position: place, phase: visit.phase,
            cell: visit.cell, arm: arm))
      }
    }
    return repetitions
  }
}
