import BenchStatistics

/// The control's ratios of a run without a difference, cell by cell, to be drawn from again.
struct ControlMaterial {
  /// D = ln(control / baseline) of each cell.
  let cells: [[Double]]

  /// Three cells whose differences spread by 3, 10 and 30 %.
  static func synthetic(generator: inout SplitMix64) -> ControlMaterial {
    let spreads = [0.03, 0.1, 0.3]
    return ControlMaterial(cells: spreads.map { spread in (0..<1_000).map { _ in spread * generator.normal() } })
  }

  /// The throughputs of the committed runs, with the name of each material.
  static func committed() throws -> [(name: String, material: ControlMaterial)] {
    try [("reference", "serial"), ("peers", "thread-pool")].map { name, baseline in
      let controls = PairedRounds.controls(of: try CommittedRun(name), baseline: baseline)
      let cells = controls.filter { $0.metric == .throughput }.map { $0.differences.compactMap { $0 } }
      return (name, ControlMaterial(cells: cells))
    }
  }

  /// Whether the shipped test calls a drawn run biased.
  ///
  /// Baseline and control are the same program, so each drawn difference may as well have the other sign.
  func isBiased(rounds: Int, bias: Double, inAllCells: Bool, generator: inout SplitMix64) -> Bool {
    let biasedCell = generator.next(below: cells.count)
    let pairs = cells.indices.map { cell in
      (0..<rounds).map { _ in
        let drawn = cells[cell][generator.next(below: cells[cell].count)]
        let noise = generator.next(below: 2) == 0 ? drawn : -drawn
        let shift = inAllCells || cell == biasedCell ? bias : 1
        return (value: noise.exponential * shift, reference: 1.0)
      }
    }
    return !ControlTest(cells: pairs).biasedCells.isEmpty
  }
}
