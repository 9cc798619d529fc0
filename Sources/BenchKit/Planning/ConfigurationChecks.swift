import BenchModel
import BenchPlan
import BenchStrategies
import BenchWorkloads

/// What can be said of a configuration without running anything of it.
struct ConfigurationChecks {
  let configuration: RunConfiguration
  let workloads: Workloads

  /// - Throws: `SuiteError` about the first thing that cannot be run.
  func check(within budget: WidthBudget) throws(SuiteError) {
    try checkBaseline()
    try checkParameters()
    let demand = MachineDemand(
      configuration, startsProcesses: strategies.contains { !$0.startMethods.isEmpty },
      startsThreads: strategies.contains { $0.startMethods.isEmpty && !$0.isSerial })
    if let objection = demand.objection(within: budget) { throw SuiteError(objection) }
  }

  private var strategies: [any Strategy.Type] {
    configuration.arms.compactMap { arm in StrategyCatalog.all.first { $0.name == arm.strategy } }
  }

  private func checkBaseline() throws(SuiteError) {
    let labels = configuration.allArms.map(\.label)
    guard let baseline = configuration.settings.baseline, !labels.contains(baseline) else { return }
    throw SuiteError("--baseline '\(baseline)': there is no such arm; the arms are \(labels.joined(separator: ", "))")
  }

  /// A workload's own opinion of the values that it is to run with.
  private func checkParameters() throws(SuiteError) {
    for cell in configuration.cells {
      // No task is run, so that any number of iterations, port and folder will do.
      let settings = WorkloadSettings(
        seed: 0, taskDurationNs: cell.taskDurationNs, iterations: 1, payloadBytes: cell.payloadBytes, socketPort: 1,
        fileDirectory: "/")
      do {
        _ = try workloads.named(cell.workload).init(settings)
      } catch {
        throw SuiteError("\(error)")
      }
    }
  }
}
