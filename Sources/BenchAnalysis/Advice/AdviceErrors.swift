import BenchModel

/// Why a question cannot be answered from a run: one sentence with what was swept.
package enum NotSwept: Error, Hashable, CustomStringConvertible {
  case kind(String, known: [String])
  case width(Int, known: [Int])
  case duration(Int, kind: String, known: [Int])

  package var description: String {
    switch self {
    case .kind(let kind, let known):
      known.isEmpty
        ? "The run has no tasks of a given duration; sweep them with bench advise --run"
        : "The run has no tasks of the kind '\(kind)'; choose one of \(known.joined(separator: ", "))"
    case .width(let width, let known):
      "The run has no tasks at a width of \(width); choose a --width of "
        + known.map(String.init).joined(separator: ", ")
    case .duration(let duration, let kind, let known):
      "\(kind) tasks of \(Quantity.label(nanoseconds: duration)) were not swept, only of "
        + "\(known.map { Quantity.label(nanoseconds: $0) }.joined(separator: ", ")), between which at most a factor of "
        + "ten is bridged; sweep them with bench run --suite sweep --workloads \(kind) --task-duration LIST"
    }
  }
}

/// Why no advice is given from a run, whose figures mean nothing here: one sentence with what to do.
package enum RunRefused: Error, Hashable, CustomStringConvertible {
  case debug
  case unstable
  case otherMachine(host: String?)

  package var description: String {
    switch self {
    case .debug: "The run was measured by a debug build, whose figures mean nothing; measure with a release build"
    case .unstable:
      "The machine was unstable while the run was measured, so nothing can be told from it; bench show says why: close "
        + "other programs and measure again"
    case .otherMachine(let host):
      "The run was measured on another machine (host \(host ?? "unknown")); sweep this one with bench advise --run, or "
        + "take the other's figures with --other-machine"
    }
  }
}

extension RunResults {
  /// Whether advice may be given from this run.
  ///
  /// - Parameters:
  ///   - hostId: the machine that the advice is for; nil takes a run of any machine.
  ///   - takesDebug: whether figures of a debug build are taken, which only tests want.
  /// - Throws: `RunRefused`.
  package func checkForAdvice(hostId: String?, takesDebug: Bool = false) throws(RunRefused) {
    if !takesDebug, hasDebugFigures { throw .debug }
    if let hostId, identity.hostId != hostId { throw .otherMachine(host: identity.hostId) }
    if !stability.isStable { throw .unstable }
  }
}
