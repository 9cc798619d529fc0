import BenchModel
import BenchPlan
import WorkerPoolsPosix

extension RunOptions {
  /// The suite that was asked for, with the command line's lists in the place of its own.
  func selectedSuite(cores: Int) throws(SuiteError) -> Suite {
    var suite = try namedSuite(cores: cores)
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

  private func namedSuite(cores: Int) throws(SuiteError) -> Suite {
    let builtIn = Suite.builtIn(cores: cores)
    let name = suite ?? "default"
    if let known = builtIn.first(where: { $0.name == name }) { return known }
    guard name.contains("/") || name.hasSuffix(".json") else {
      let names = builtIn.map(\.name).joined(separator: ", ")
      throw SuiteError("unknown suite '\(name)'; known are \(names), or give a JSON file, as Benchmarks/Peers/run does")
    }
    guard let text = FileSystemAccess.text(of: name) else {
      throw SuiteError("--suite \(name): this file cannot be read")
    }
    do {
      return try SuiteFile.parse(Array(text.utf8), name: name, folder: folder(of: name))
    } catch {
      throw SuiteError("--suite \(name): \(error)")
    }
  }
}

/// The folder of a file, without the last slash; `.` where the path has none.
private func folder(of path: String) -> String {
  path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
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
