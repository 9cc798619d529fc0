package import WorkerPoolsPosix

/// Why a run's folder or one of its files could not be used: one sentence with what to do.
package enum ResultsError: Error, Hashable, CustomStringConvertible {
  case cannotCreate(path: String, Errno)
  case cannotRead(path: String, Errno)
  /// Nothing that stood in the file before was lost.
  case cannotWrite(path: String, Errno)
  case notEmpty(path: String)
  /// A run is going on there, in that process if it is known.
  case inUse(path: String, process: Int?)
  case notARun(path: String)
  case damagedJson(path: String, detail: String)

  package var description: String {
    switch self {
    case .cannotCreate(let path, let errno):
      "Cannot create \(path): \(errno); choose a place that you may write to with --output."
    case .cannotRead(let path, let errno):
      "Cannot read \(path): \(errno); check the path and its permissions."
    case .cannotWrite(let path, .noSpace):
      "Cannot write \(path): the disk is full; all finished rows are kept, so free some space and go on with --resume."
    case .cannotWrite(let path, let errno):
      "Cannot write \(path): \(errno); all finished rows are kept, so fix the cause and go on with --resume."
    case .notEmpty(let path):
      "\(path) is not empty; choose another folder with --output, or continue the run in it with --resume."
    case .inUse(let path, let process):
      "A run is going on in \(path), in process \(process.map(String.init) ?? "of unknown number"); wait for its end, or choose"
        + " another folder."
    case .notARun(let path):
      "\(path) is not a run: it holds neither plan.json nor reps.csv; name the folder that `bench run` printed."
    case .damagedJson(let path, let detail):
      "\(path) cannot be understood: \(detail); restore the file or start a new run."
    }
  }
}
