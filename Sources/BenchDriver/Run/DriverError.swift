package import BenchPlan

/// Why a run could not begin or go on; each description is one sentence that says what to do.
package enum DriverError: Error, Hashable, CustomStringConvertible {
  case noArms
  case noCells
  case invalidLabel(String)
  case duplicateLabel(String)
  case missingExecutable(arm: String, command: String)
  case changedExecutable(path: String)
  case otherMachine(planned: String?, present: String?)
  case otherProcessors(planned: [Int], present: [Int])
  case otherQuota(planned: Int, present: Int)
  case unsupportedPlan(version: Int)
  /// The folder holds something else than was to be completed.
  case otherKind(PlanKind)
  /// A run asks for repetitions again that it has.
  case noProgress(round: Int)
  case seedOutOfRange(Int)
  case cannotStart(String, detail: String)

  package var description: String {
    switch self {
    case .noArms: "There is nothing to run: name at least one strategy."
    case .noCells: "There is nothing to run: name at least one workload."
    case .invalidLabel(let label):
      "The arm label '\(label)' is not valid: begin with a letter or digit and use only letters, digits and ._@+-."
    case .duplicateLabel(let label): "Two arms are labelled '\(label)': give each arm a label of its own."
    case .missingExecutable(let arm, let command):
      "The executable '\(command)' of the arm '\(arm)' was not found or is not executable: correct the command."
    case .changedExecutable(let path):
      "The file '\(path)' is not the one that the run began with: restore it, or start a new run."
    case .otherMachine(let planned, let present):
      "The run began on another machine (host_id \(planned ?? "unknown"), here it is \(present ?? "unknown")): resume it there,"
        + " or start a new run."
    case .otherProcessors(let planned, let present):
      "The run began on the processors \(Self.list(planned)) and this process may use \(Self.list(present)): give it the same"
        + " ones, as with taskset, or start a new run."
    case .otherQuota(let planned, let present):
      "The run began with \(planned) usable cores and this process has \(present): give its control group the same quota, or"
        + " start a new run."
    case .unsupportedPlan(let version):
      "plan.json has schema version \(version), which this program does not know: resume with the program that wrote it."
    case .otherKind(let kind): "The folder is a \(kind.rawValue)'s: complete it with \(kind.resuming)."
    case .noProgress(let round):
      "The rows of reps.csv are not those of this plan: round \(round) is there and yet missing; start anew in another folder."
    case .seedOutOfRange(let seed):
      "The seed \(seed) is out of range: use a number from 0 to \(RunSettings.seedLimit - 1)."
    case .cannotStart(let what, let detail): "\(what) could not be started: \(detail)"
    }
  }

  private static func list(_ processors: [Int]) -> String { processors.map(String.init).joined(separator: ",") }
}

/// The run was ended by SIGINT or SIGTERM; finished rows are on disk and every child is gone.
package struct Interrupted: Error, Hashable, CustomStringConvertible {
  package init() {}

  package var description: String {
    "The run was interrupted: complete it with --resume and its directory."
  }
}
