import WorkerPoolsPosix

/// A child process that is watched until it ends, its time is up or the run is interrupted, and of which nothing is left.
struct SupervisedChild {
  struct Result {
    var end: RepetitionEnd
    var output: OutputCapture
  }

  /// What wakes the supervision.
  private enum Wake {
    case ended
    case printed
    case timeUp
  }

  /// A process that escaped from the group could print for ever.
  private static let lateOutputReads = 64

  private let child: ChildProcess
  private let pipe: FileDescriptor
  private let interruption: Interruption
  private var output = OutputCapture()
  private var isPipeOpen = true
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)

  /// Starts the process in a group of its own, its output in a pipe, and supervises it.
  ///
  /// Whatever the end, the whole group is then killed and the process collected.
  static func run(
    _ launch: Launch, timeoutNs: Int, watchdog: Watchdog?, interruption: Interruption
  ) throws -> Result {
    let pipe = try FileDescriptor.pipe()
    defer { try? pipe.readEnd.close() }
    var launch = launch
    launch.standardOutput = pipe.writeEnd
    launch.standardError = pipe.writeEnd
    launch.processGroup = .own
    let child: ChildProcess
    do {
      defer { try? pipe.writeEnd.close() }
      child = try ChildProcess.spawn(launch)
    }
    var supervision = SupervisedChild(child: child, pipe: pipe.readEnd, interruption: interruption)
    do {
      try watchdog?.add(child.pid)
      let isOver = try supervision.supervise(until: MonotonicTime.now() + timeoutNs)
      let status = supervision.finish(watchdog: watchdog)
      return Result(end: isOver ? .ended(status) : .timedOut(afterNs: timeoutNs), output: supervision.output)
    } catch {
      _ = supervision.finish(watchdog: watchdog)
      throw error
    }
  }

  private init(child: ChildProcess, pipe: FileDescriptor, interruption: Interruption) {
    self.child = child
    self.pipe = pipe
    self.interruption = interruption
  }

  /// Kills what is left of the group while its number cannot be another's, then collects the leader.
  private mutating func finish(watchdog: Watchdog?) -> TerminationStatus {
    child.signalGroup(SignalNumber.kill)
    drain()
    try? watchdog?.remove(child.pid)
    let status = child.wait().status
    child.close()
    return status
  }

  /// Watches until the process has ended, `true`, or the time is up, `false`.
  private mutating func supervise(until deadline: Int) throws -> Bool {
    while true {
      switch try wait(until: deadline) {
      case .printed: readOnce()
      case .ended: return true
      case .timeUp: return false
      }
    }
  }

  /// The end of the process goes before its output, so that a flood cannot hide it.
  private func wait(until deadline: Int) throws -> Wake {
    var entries = [PollEntry(child.pidDescriptor, .readable)]
    if let descriptor = interruption.descriptor { entries.append(PollEntry(descriptor, .readable)) }
    if isPipeOpen { entries.append(PollEntry(pipe, .readable)) }
    let left = deadline - MonotonicTime.now()
    guard left > 0, try poll(&entries, timeoutNs: left) > 0 else { return .timeUp }
    if interruption.descriptor != nil, !entries[1].happened.isEmpty { throw Interrupted() }
    return entries[0].happened.isEmpty ? .printed : .ended
  }

  /// Reads what is there, or learns that nothing more will come.
  private mutating func readOnce() {
    let count = (try? chunk.withUnsafeMutableBytes { try pipe.read(into: $0) }) ?? 0
    output.feed(chunk.prefix(count))
    isPipeOpen = count > 0
  }

  private mutating func drain() {
    for _ in 0..<Self.lateOutputReads where isPipeOpen {
      var entries = [PollEntry(pipe, .readable)]
      guard let count = try? poll(&entries, timeoutNs: 0), count > 0 else { return }
      readOnce()
    }
  }
}
