package import BenchModel
package import BenchStatistics

/// Which strategy to take for tasks of a kind and a duration, and what the others cost, from a sweep of durations.
///
/// It is pure: the same files give the same advice. An arm is named as the one to take only if each comparison with the others
/// of its result mode says `better`, in the cell of that duration or in both cells around it.
///
/// Simulated (AdviceSimulationTests; arms with costs for each task, noise of 4 % a repetition and one in 30 slower by 30 %, 14
/// rounds, three durations a decade): of 600 crossovers 597 are found within 10 % of the true one, half of them within 2 %, and
/// 580 intervals hold it; of 1,000 sweeps without a difference one names a winner, and none a crossover.
package struct Advice: Sendable {
  package let question: AdviceQuestion
  package let sweep: DurationSweep
  /// The cell of the asked duration, or the two around it.
  package let cells: [CellResults]
  package let modes: [ModeAdvice]
  /// Every arm but controls, in the order of the plan.
  package let arms: [ArmAdvice]
  package let processes: [ProcessCost]
  package let workers: [WorkerAdvice]

  /// What is to be said of one arm.
  package struct ArmAdvice: Hashable, Sendable {
    package let label: String
    package let mode: ResultMode?
    /// From which duration on it pays against the baseline; nil for the baseline itself.
    package let crossover: Crossover?
  }

  /// Answers a question from a run that was found good for it (``RunResults/checkForAdvice(hostId:)``).
  ///
  /// - Throws: `NotSwept` if the run does not hold what is asked for.
  package init(_ question: AdviceQuestion, from results: RunResults) throws(NotSwept) {
    let sweep = try DurationSweep(question, in: results)
    let around = try sweep.cells(around: question.taskDurationNs)
    self.question = question
    self.sweep = sweep
    cells = around
    modes = Self.modes(around, results)
    let subjects = around[0].arms.filter { !$0.isControl }
    arms = subjects.map { arm in
      let gains = SweptGains(sweep: sweep, label: arm.label)
      return ArmAdvice(
        label: arm.label, mode: arm.subject?.resultMode,
        crossover: arm.label == results.baseline || sweep.cells.count < 2 ? nil : gains.crossover())
    }
    processes = subjects.compactMap { ProcessCost($0.label, in: around, of: sweep) }
    workers = modes.flatMap(\.labels).compactMap { label in
      around.lazy.compactMap { WorkerAdvice(label, like: $0, in: results) }.first
    }
  }

  private static func modes(_ cells: [CellResults], _ results: RunResults) -> [ModeAdvice] {
    let answers = cells.compactMap { cell in
      let miss = min(0.05, SweptGains.miss * Double(max(1, cell.arms.count - 1)))
      return CellAnswer(.throughput, in: cell, of: results, miss: miss)
    }
    guard answers.count == cells.count else { return [] }
    return answers[0].rankings.map(\.mode).compactMap { mode in
      let rankings = answers.compactMap { $0.rankings.first { $0.mode == mode } }
      return rankings.count == cells.count ? ModeAdvice(rankings) : nil
    }
  }
}
