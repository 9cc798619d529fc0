internal import WorkerPoolsPosix

/// What one worker writes to standard error: the reading end of its pipe, and the line that says why it crashed.
final class StandardErrorTap {
  /// More than this is not read of a pipe whose worker has ended, however large the worker has made it.
  private static let largestRemainder = 1 << 20
  private static let largestRead = 1 << 16

  let descriptor: FileDescriptor
  private(set) var isOver = false
  private var watch = FatalErrorWatch()
  /// How many tasks the worker had answered when the line came.
  private var answeredBefore: UInt64 = 0
  /// `nil` where the host's user wants backtraces.
  private var filter: BacktraceFilter?

  init(_ descriptor: FileDescriptor, hidesBacktraces: Bool) {
    self.descriptor = descriptor
    filter = hidesBacktraces ? BacktraceFilter() : nil
  }

  /// Reads up to so many bytes that are there, and returns what of them is to be passed on.
  ///
  /// `answered` is how many tasks the worker has answered.
  func read(atMost count: Int, answered: UInt64) -> [UInt8] {
    guard let bytes = Pipe.readAvailable(descriptor, maximum: min(count, Self.largestRead)) else {
      isOver = true
      return []
    }
    let lines = watch.count
    watch.see(bytes[...])
    if watch.count > lines { answeredBefore = answered }
    return filter?.pass(bytes) ?? bytes
  }

  /// What is left to be passed on when the process has ended: no more than is in the pipe now, whoever else writes to it.
  func readRemainder(answered: UInt64) -> [UInt8] {
    var left = min(Pipe.availableCount(descriptor), Self.largestRemainder)
    var bytes: [UInt8] = []
    while left > 0, !isOver {
      let part = min(left, Self.largestRead)
      bytes += read(atMost: part, answered: answered)
      left -= part
    }
    let lines = watch.count
    watch.endLine()
    if watch.count > lines { answeredBefore = answered }
    return bytes + (filter?.finish() ?? [])
  }

  /// The line in which the process said why it crashed, unless it has answered a task since.
  func fatalErrorLine(answered: UInt64) -> String? { answeredBefore == answered ? watch.line : nil }

  func close() { try? descriptor.close() }
}
