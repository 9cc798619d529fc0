import BenchAnalysis
import BenchModel
import BenchPlan
import BenchResults
import WorkerPoolsPosix

/// Stored runs as the commands read them.
enum StoredRun {
  /// Reads the run in a folder; that it was interrupted is noted.
  ///
  /// - Throws: `UnknownName` if the run has no such baseline; `StoredRunError` if nothing of it was run yet; what reading its
  ///   files throws.
  static func read(_ path: String, baseline: String? = nil, in invocation: Invocation) throws -> RunResults {
    let directory = try RunDirectory.open(at: path)
    let kind = try kind(of: directory)
    guard kind == .run else { throw StoredRunError.otherKind(path, kind) }
    let results = try directory.results(baseline: baseline)
    guard !results.cells.isEmpty else { throw StoredRunError.empty(path) }
    if !directory.holds(.summary) { invocation.notes("bench: \(StoredRunError.interrupted(path, kind))") }
    return results
  }

  /// What is in a folder; one without a plan is a run's.
  static func kind(of directory: RunDirectory) throws -> PlanKind {
    directory.holds(.plan) ? try directory.readPlan(PlanKind.self) : .run
  }

  /// Reads a run whose figures are to be compared or published: those of a debug build are refused, unless the
  /// environment says that they are wanted all the same.
  static func readFigures(
    _ path: String, baseline: String? = nil, in invocation: Invocation
  ) throws -> RunResults {
    let results = try read(path, baseline: baseline, in: invocation)
    try checkBuild(isDebug: results.hasDebugFigures, of: path, in: invocation)
    return results
  }

  /// Refuses figures of a debug build, unless the environment says that they are wanted all the same.
  static func checkBuild(isDebug: Bool, of path: String, in invocation: Invocation) throws {
    guard !isDebug || invocation.environment["BENCH_ALLOW_DEBUG"] == "1" else { throw StoredRunError.debug(path) }
  }

  /// Reads two runs to be compared, with ratios to one arm if there is one that can serve both.
  static func readPair(_ before: String, _ after: String, in invocation: Invocation) throws -> [RunResults] {
    let paths = [before, after]
    let runs = try paths.map { try readFigures($0, in: invocation) }
    guard let baseline = RunComparison.commonBaseline(runs[0], runs[1]) else { return runs }
    return try zip(paths, runs).map { path, run in
      run.baseline == baseline ? run : try read(path, baseline: baseline, in: invocation)
    }
  }
}

extension [RunResults] {
  /// The metrics that were asked for, or the usual ones among those that were measured.
  ///
  /// - Throws: `UnknownName` if a metric does not exist or was not measured in any of the runs.
  func metrics(_ asked: CommaList<String>?, usual: [String]) throws -> [Metric] {
    let measured = measuredMetrics
    guard let asked else { return measured.filter { usual.contains($0.name) } }
    guard asked.elements != ["all"] else { return measured }
    let metrics = try Metric.named(asked.elements)
    try check(metrics: metrics)
    return metrics
  }
}

extension Invocation {
  /// Puts out a text that ends its last line itself.
  func write(_ text: String) { if !text.isEmpty { output(String(text.dropLast())) } }
}

/// Why a stored run cannot be used: one sentence with what to do.
enum StoredRunError: Error, Hashable, CustomStringConvertible {
  case empty(String)
  case debug(String)
  case interrupted(String, PlanKind)
  /// It is no run, whose arms could be compared.
  case otherKind(String, PlanKind)
  /// A file of a report.
  case unwritable(String, Errno)

  var description: String {
    switch self {
    case .empty(let path): "\(path) has no repetition yet; complete the run with bench run --resume \(path)"
    case .debug(let path):
      "\(path) was measured by a debug build, whose figures mean nothing; measure with a release build, or set "
        + "BENCH_ALLOW_DEBUG=1 to use them all the same"
    case .interrupted(let path, let kind):
      "\(path) was interrupted, and this is what it has so far; complete it with \(kind.resuming) \(path)"
    case .otherKind(let path, let kind):
      "\(path) is a \(kind.rawValue)'s folder and has no tables of arms; see it with bench show \(path)"
    case .unwritable(let path, let errno):
      "the report cannot be written: \(path): \(errno); what was measured is whole, so draw it elsewhere with "
        + "bench report DIR --output FOLDER"
    }
  }
}
