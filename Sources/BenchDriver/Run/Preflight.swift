import BenchMachine
import BenchModel
package import BenchPlan
import BenchResults
import BenchWorkloads
import WorkerPoolsPosix

/// Checks a configuration and makes its plan, before anything runs.
package enum Preflight {
  /// A plan whose executables exist and whose calibration is measured.
  ///
  /// - Throws: `DriverError`, one sentence about the first thing that is wrong.
  package static func plan(_ configuration: RunConfiguration, services: SessionServices) throws -> Plan {
    try check(configuration)
    let arms = try resolve(configuration.allArms, searchPath: services.environment["PATH"])
    let calibration = CalibrationMeasurement.measure(now: MonotonicTime.now, kernel: services.kernel)
    return Plan(
      origin: configuration.origin, settings: configuration.settings,
      machine: MachineIdentity.fingerprint(services.files),
      widthLimitN: WidthLimit.units(within: budget(services.files)), calibration: calibration,
      executables: try identities(of: arms), arms: arms,
      cells: configuration.cells.map { plannedCell($0, services: services, calibration: calibration) })
  }

  /// Whether the files behind a plan are still those that it began with.
  ///
  /// - Throws: `DriverError.changedExecutable`, or what is wrong with a file.
  package static func verify(_ plan: Plan) throws {
    guard plan.schemaVersion == Plan.currentSchemaVersion else {
      throw DriverError.unsupportedPlan(version: plan.schemaVersion)
    }
    for executable in plan.executables {
      guard FileSystemAccess.exists(executable.path), try Digest.sha256(ofFile: executable.path) == executable.sha256
      else { throw DriverError.changedExecutable(path: executable.path) }
    }
  }

  private static func check(_ configuration: RunConfiguration) throws(DriverError) {
    guard !configuration.arms.isEmpty else { throw .noArms }
    guard !configuration.cells.isEmpty else { throw .noCells }
    let seed = configuration.settings.seed
    guard (0..<RunSettings.seedLimit).contains(seed) else { throw .seedOutOfRange(seed) }
    var labels: Set<String> = []
    for arm in configuration.allArms {
      guard Arm.isValidLabel(arm.label) else { throw .invalidLabel(arm.label) }
      guard labels.insert(arm.label).inserted else { throw .duplicateLabel(arm.label) }
    }
  }

  private static func resolve(_ arms: [Arm], searchPath: String?) throws -> [PlannedArm] {
    var hashes: [String: String] = [:]
    return try arms.map { arm in
      let command = arm.command.first ?? ""
      guard let path = ExecutableSearch.find(command, searchPath: arm.environment["PATH"] ?? searchPath) else {
        throw DriverError.missingExecutable(arm: arm.label, command: command)
      }
      let hash = try hashes[path] ?? Digest.sha256(ofFile: path)
      hashes[path] = hash
      return PlannedArm(arm: arm, executable: path, binarySha256: hash)
    }
  }

  /// The executables, and the files among the other words of an external arm's command: `python3 arm.py` is both.
  private static func identities(of arms: [PlannedArm]) throws -> [ExecutableIdentity] {
    var identities: [ExecutableIdentity] = []
    func add(_ path: String, _ hash: @autoclosure () throws -> String) rethrows {
      guard !identities.contains(where: { $0.path == path }) else { return }
      identities.append(ExecutableIdentity(path: path, sha256: try hash()))
    }
    for planned in arms {
      add(planned.executable, planned.binarySha256)
      guard planned.arm.isExternal else { continue }
      for word in planned.arm.command.dropFirst() where isFile(word) {
        try add(word, try Digest.sha256(ofFile: word))
      }
    }
    return identities
  }

  private static func isFile(_ word: String) -> Bool {
    let isOption = word.hasPrefix("-") || word.hasPrefix("/dev/")
    return !isOption && FileSystemAccess.exists(word) && !FileSystemAccess.isDirectory(word)
  }

  private static func plannedCell(_ cell: Cell, services: SessionServices, calibration: Calibration) -> PlannedCell {
    let needs = services.needs(cell.workload)
    guard needs.contains(.calibratedIterations), let duration = cell.taskDurationNs else {
      return PlannedCell(cell: cell, needs: needs)
    }
    let iterations = CalibrationMeasurement.iterations(lastingNs: duration, iterationNs: calibration.iterationNs)
    return PlannedCell(cell: cell, needs: needs, taskIterationsN: iterations)
  }

  private static func budget(_ files: MachineFiles) -> WidthBudget {
    WidthBudget(
      descriptors: ResourceLimit.descriptors.current().hard, processes: ResourceLimit.processes.current().soft,
      availableMemoryBytes: files.availableMemoryBytes)
  }
}
