internal import WorkerPoolsPosix

// Tasks that run inside another one, which waits for them.
extension ThreadPoolWorker {
  /// So many tasks run on one thread one inside the other, because each waits for the next, before one is refused.
  static let mostNested = 256

  /// Whether as many tasks run one inside the other as may, or there is little left of the stack; for the thread itself.
  var isTooDeep: Bool { nested >= Self.mostNested || (stack?.isLow ?? false) }

  /// What a thread that helps keeps of its stack for the task itself.
  struct Stack {
    private static let mostReserved = 1 << 16
    private let gauge = PlatformThread.StackGauge()
    private let reserved: Int

    init() { reserved = min(Self.mostReserved, gauge.bytesLeft / 2) }

    var isLow: Bool { gauge.bytesLeft < reserved }
  }

  /// Runs what the calling task waits for, where nobody has claimed it; whether it ran here.
  @discardableResult
  func help(_ task: any ThreadWork) -> Bool {
    nested += 1
    defer { nested -= 1 }
    guard task.run() else { return false }
    countFinished()
    return true
  }

  /// Runs the body of a task inside another one.
  func nest(_ body: () -> Void) {
    nested += 1
    body()
    nested -= 1
    countFinished()
  }
}
