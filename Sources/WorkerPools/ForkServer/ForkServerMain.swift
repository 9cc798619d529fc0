internal import WorkerPoolsPosix

/// The life of a fork server: it does once what each worker would have to do, and then forks workers.
enum ForkServerMain {
  static func serve(_ channel: FileDescriptor) -> Never {
    let lifeLine = FileDescriptor(rawValue: WorkerRole.lifeLineNumber)
    do {
      try LifeLine.arm(lifeLine, group: ProcessImage.processIdentifier)
    } catch {
      WorkerExit.leaveWithoutHost()
    }
    try? warmUp()
    ForkService.serve(channel, lifeLine: lifeLine) { name in
      // A type that was found, with its conformances, is found without a search by all workers.
      if let name { _ = ErasedFunction.named(String(cString: name)) }
    }
  }

  /// Sends a task through all that a worker sends its tasks through, so that its types are there and its code is linked.
  private static func warmUp() throws {
    let function = ErasedFunction.named(try FunctionName.of(WarmUp.self))
    let output = OutputBytes()
    try ValueCoder<[String]>().encode([""]).withUnsafeBytes { try function?.run($0, ReplyPlace(output)) }
    try CodedBytes.encode([""]).withUnsafeBytes { _ = try CodedBytes.decode([String].self, from: Array($0)) }
    let file = try SharedFile.create(name: "warm-up")
    defer { try? file.close() }
    try SharedFile.allocate(file, 0..<TaskPathMemory.size)
    _ = try WorkerPath(file: file, bell: file).begin(1)
  }
}

/// What a fork server runs before it forks.
enum WarmUp: WorkerFunction {
  static func run(_ input: [String]) -> [String] { input }
}
