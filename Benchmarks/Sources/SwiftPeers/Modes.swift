import Foundation

/// The peers by the word that chooses one.
enum Modes {
  static let all = [
    "nio", "dispatch-async", "operation-queue", "subprocess", "foundation-process", "process-pool-map",
    "thread-pool-map",
  ]
  private static let processModes: Set = ["subprocess", "foundation-process"]
  private static let mapModes: Set = ["process-pool-map", "thread-pool-map"]

  /// The peer that runs the spec's cell.
  ///
  /// - Throws: `Unsupported` where it cannot, `PeerError` where there is no such mode.
  static func peer(_ mode: String, _ spec: Spec, _ kernel: Kernel, program: String?) throws -> any Peer {
    guard all.contains(mode) else {
      throw PeerError("unknown mode '\(mode)'; known are \(all.joined(separator: ", "))")
    }
    guard let width = spec.widthN else { throw Unsupported("\(mode) runs at a bounded width") }
    guard spec.workload != "payload" || !processModes.contains(mode) else {
      throw Unsupported("\(mode) runs noop, cpu and sleep: its processes are handed no payload")
    }
    guard spec.workload == "noop" || !mapModes.contains(mode) else { throw Unsupported("\(mode) runs noop") }
    let program = Program(path: program, spec)
    switch mode {
    case "nio": return NIOPool(width: width)
    case "dispatch-async":
      let processors = ProcessInfo.processInfo.activeProcessorCount
      guard width >= processors else {
        throw Unsupported("dispatch-async has no width and uses all \(processors) processors; give it at least these")
      }
      return DispatchAsync(width: width)
    case "operation-queue": return OperationQueuePeer(width: width)
    case "process-pool-map": return ProcessPoolMap(width: width, kernel: kernel)
    case "thread-pool-map": return ThreadPoolMap(width: width, kernel: kernel)
    case "subprocess": return SubprocessPeer(width: width, program: program)
    default: return FoundationProcess(width: width, program: program)
    }
  }
}

/// Why a peer cannot run a cell, and never could.
struct Unsupported: Error {
  let sentence: String

  init(_ sentence: String) { self.sentence = sentence }
}
