import BenchModel
import BenchPlan

extension RunOptions {
  /// The suite that was asked for, with the command line's lists in the place of its own.
  func selectedSuite(cores: Int) throws(SuiteError) -> Suite {
    var suite = try Suite.load(self.suite ?? "default", cores: cores)
    if let workloads { suite.matrices = [suite.matrix(of: workloads.elements)] }
    for index in suite.matrices.indices {
      if let taskDuration { suite.matrices[index].taskDurationsNs = taskDuration.elements }
      if let payload { suite.matrices[index].payloadsBytes = payload.elements }
      if let width { suite.matrices[index].widths = width.elements }
    }
    if let strategies { suite.strategies = strategies.elements }
    if let tasks { suite.tasks = tasks }
    suite.rounds = chosenRounds ?? suite.rounds
    return suite
  }

  private var chosenRounds: Int? { quick ? RunMode.quick.rounds : rigorous ? RunMode.rigorous.rounds : rounds }
}

extension Suite {
  /// One crossing of the given workloads, each with the values that the suite has for it, or else its defaults.
  fileprivate func matrix(of workloads: [String]) -> Matrix {
    guard let first = matrices.first(where: { !Set($0.workloads).isDisjoint(with: workloads) }), matrices.count == 1
    else {
      return Matrix(workloads: workloads)
    }
    return Matrix(
      workloads: workloads, taskDurationsNs: first.taskDurationsNs, payloadsBytes: first.payloadsBytes,
      widths: first.widths)
  }
}
