import BenchMachine
package import BenchModel
package import BenchPlan
package import BenchResults
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
      machine: MachineIdentity.fingerprint(services.files, environment: services.environment),
      widthLimitN: WidthLimit.units(within: .measured(services.files)), calibration: calibration,
      executables: try identities(of: arms), arms: arms,
      cells: configuration.cells.map { plannedCell($0, services: services, calibration: calibration) })
  }

  /// Reads the plan of a folder that is to be completed: a gate is completed as a gate, and a run as a run.
  ///
  /// - Throws: `DriverError.otherKind`, or what is wrong with the file.
  package static func plan<Plan: Decodable>(
    _ type: Plan.Type, of kind: PlanKind, in directory: RunDirectory
  ) throws -> Plan {
    let found = try directory.readPlan(PlanKind.self)
    guard found == kind else { throw DriverError.otherKind(found) }
    return try directory.readPlan(type)
  }

  /// Whether a plan can be completed here: by the files that it began with, on its machine and processors.
  ///
  /// Another boot of the machine is reported as a remark.
  ///
  /// - Throws: `DriverError`, or what is wrong with a file.
  package static func verify(_ plan: Plan, services: SessionServices) throws {
    guard plan.schemaVersion == Plan.currentSchemaVersion else {
      throw DriverError.unsupportedPlan(version: plan.schemaVersion)
    }
    try verify(plan.machine, plan.executables, services: services)
  }

  /// Whether something can be completed here that began on a machine and with these files.
  ///
  /// Another boot of the machine is reported as a remark.
  ///
  /// - Throws: `DriverError`, or what is wrong with a file.
  package static func verify(
    _ machine: MachineFingerprint, _ executables: [ExecutableIdentity], services: SessionServices
  ) throws {
    let present = MachineIdentity.fingerprint(services.files, environment: services.environment)
    if let refusal = refusal(of: present, for: machine) { throw refusal }
    for executable in executables {
      guard FileSystemAccess.isRegularFile(executable.path),
        try Digest.sha256(ofFile: executable.path) == executable.sha256
      else { throw DriverError.changedExecutable(path: executable.path) }
    }
    if present.bootId != machine.bootId {
      services.report(
        .remark("the machine was started anew since the run began; rows from before and after may differ by that"))
    }
  }

  /// Why a run that began on the machine `planned` must not go on at `present`; nil if it may.
  static func refusal(of present: MachineFingerprint, for planned: MachineFingerprint) -> DriverError? {
    guard present.hostId == planned.hostId else {
      return .otherMachine(planned: planned.hostId, present: present.hostId)
    }
    guard present.affinity == planned.affinity else {
      return .otherProcessors(planned: planned.affinity, present: present.affinity)
    }
    guard let planned = planned.coresN, let present = present.coresN, planned != present else { return nil }
    return .otherQuota(planned: planned, present: present)
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

  /// The executables, the scripts among the other words of an external arm's command, and the libraries that are preloaded.
  private static func identities(of arms: [PlannedArm]) throws -> [ExecutableIdentity] {
    var identities: [ExecutableIdentity] = []
    func add(_ path: String, _ hash: @autoclosure () throws -> String) rethrows {
      guard !identities.contains(where: { $0.path == path }) else { return }
      identities.append(ExecutableIdentity(path: path, sha256: try hash()))
    }
    for planned in arms {
      add(planned.executable, planned.binarySha256)
      let scripts = planned.arm.isExternal ? CommandFiles.scripts(of: planned.arm.command) : []
      let library = planned.arm.environment["LD_PRELOAD"].flatMap { FileSystemAccess.isRegularFile($0) ? $0 : nil }
      for file in scripts + (library.map { [$0] } ?? []) { try add(file, try Digest.sha256(ofFile: file)) }
    }
    return identities
  }

  private static func plannedCell(_ cell: Cell, services: SessionServices, calibration: Calibration) -> PlannedCell {
    let needs = services.needs(cell.workload)
    guard needs.contains(.calibratedIterations), let duration = cell.taskDurationNs else {
      return PlannedCell(cell: cell, needs: needs)
    }
    let iterations = CalibrationMeasurement.iterations(lastingNs: duration, iterationNs: calibration.iterationNs)
    return PlannedCell(cell: cell, needs: needs, taskIterationsN: iterations)
  }
}
