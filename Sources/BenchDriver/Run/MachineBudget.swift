package import BenchMachine
package import BenchPlan

extension WidthBudget {
  /// What this machine has for a run now.
  package static func measured(_ files: MachineFiles) -> WidthBudget {
    WidthBudget(
      descriptors: SystemLimits.descriptors(), processes: SystemLimits.processes(files),
      threads: SystemLimits.threads(files), memoryBytes: SystemLimits.memory(files))
  }
}
