import BenchModel
import BenchPlan

extension RunOptions {
  /// The suite that was asked for, with the command line's lists in the place of its own.
  func selectedSuite(cores: Int) throws(SuiteError) -> Suite {
    var suite = try Suite.load(matrix.suite ?? "default", cores: cores)
    if let workloads = matrix.workloads { suite.select(workloads: workloads.elements) }
    if let strategies = matrix.strategies { suite.select(strategies: strategies.elements) }
    for index in suite.matrices.indices {
      if let durations = matrix.taskDuration { suite.matrices[index].taskDurationsNs = durations.elements }
      if let payloads = matrix.payload { suite.matrices[index].payloadsBytes = payloads.elements }
      if let widths = matrix.width { suite.matrices[index].widths = widths.elements }
    }
    suite.tasks = settings.tasks ?? suite.tasks
    suite.rounds = settings.chosenRounds ?? suite.rounds
    return suite
  }
}

extension Suite {
  /// Keeps the cells of these workloads, in their order; one that the suite does not have is run with the defaults.
  mutating func select(workloads: [String]) {
    matrices = workloads.flatMap { workload in
      let own = matrices.filter { $0.workloads.contains(workload) }
      return own.isEmpty
        ? [Matrix(workloads: [workload])]
        : own.map { matrix in
          var matrix = matrix
          matrix.workloads = [workload]
          return matrix
        }
    }
  }

  /// Keeps those of its own arms that are named, and has the strategies that the other names are.
  mutating func select(strategies names: [String]) {
    strategies = names
    arms = arms.filter { names.contains($0.label) }
  }
}
