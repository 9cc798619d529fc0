import BenchStatistics

/// Rounds drawn from a run by moving blocks: neighbours stay neighbours, and base and head change places block by block.
struct BlockSequence {
  /// A round of the material, and whether base and head change places in it.
  private let draws: [(round: Int, isExchanged: Bool)]

  /// Draws `count` rounds of `rounds` in blocks of `length`, within which rounds are `stride` apart.
  init(count: Int, of rounds: Int, length: Int, stride: Int, generator: inout SplitMix64) {
    var draws: [(round: Int, isExchanged: Bool)] = []
    while draws.count < count {
      let start = generator.next(below: rounds)
      let isExchanged = generator.next(below: 2) == 1
      for step in 0..<length { draws.append(((start + step * stride) % rounds, isExchanged)) }
    }
    self.draws = Array(draws.prefix(count))
  }

  func differences(_ material: PairedRounds, rounds: Int, slowdown: Double) -> [Double] {
    draws.prefix(rounds).compactMap { draw in
      material.differences[draw.round % material.differences.count].map {
        (draw.isExchanged ? -$0 : $0) + slowdown.naturalLogarithm
      }
    }
  }
}

/// A gate on drawn rounds, by the shipped rule.
struct SimulatedGate {
  static let blockLength = 3

  /// What became of a test, with the rounds that its screen took.
  struct Outcome {
    let decision: GateDecision
    let rounds: Int
  }

  /// One outcome for each material; `slowdown` gives the planted factor, 1 for none.
  static func run(
    _ materials: [PairedRounds], generator: inout SplitMix64, slowdown: (Int) -> Double = { _ in 1 }
  ) -> [Outcome] {
    let screenRounds = sequences(materials, generator: &generator)
    let freshRounds = sequences(materials, generator: &generator)
    let factors = materials.indices.map(slowdown)
    let screens = materials.indices.map { index in
      judge(.screen, materials[index], screenRounds[materials[index].stride], factors[index])
    }
    let suspects = screens.indices.filter { screens[$0].judgement.decision == .suspect }.map { index in
      (test: index, severity: screens[index].judgement.evidence.map(materials[index].rule.severity) ?? 0)
    }
    let confirmed = SuspectSelection(suspects).confirmed
    return screens.indices.map { index in
      guard confirmed.contains(index) else {
        return Outcome(decision: screens[index].judgement.decision, rounds: screens[index].rounds)
      }
      let (judgement, _) = judge(.confirm, materials[index], freshRounds[materials[index].stride], factors[index])
      return Outcome(decision: judgement.decision, rounds: screens[index].rounds)
    }
  }

  /// The same rounds for all tests of a stride, because a gate's cells share its rounds.
  private static func sequences(
    _ materials: [PairedRounds], generator: inout SplitMix64
  ) -> [Int: BlockSequence] {
    var result: [Int: BlockSequence] = [:]
    for material in materials where result[material.stride] == nil {
      result[material.stride] = BlockSequence(
        count: 60, of: material.differences.count, length: blockLength, stride: material.stride,
        generator: &generator)
    }
    return result
  }

  private static func judge(
    _ stage: GateRule.Stage, _ rounds: PairedRounds, _ sequence: BlockSequence?, _ slowdown: Double
  ) -> (judgement: GateJudgement, rounds: Int) {
    rounds.rule.judge(stage, done: stage.lastLook) {
      sequence?.differences(rounds, rounds: $0, slowdown: slowdown) ?? []
    }
  }
}
