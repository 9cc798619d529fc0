import WorkerPoolsPosix

/// Runs a small program of the system and returns what it prints.
package enum ToolOutput {
  private static let limitNs = 60_000_000_000
  private static let limitBytes = 1 << 20

  /// The standard output of `name`, which is looked for on the `PATH`.
  ///
  /// `input` is what the program reads; it must fit into a pipe, 64 KiB. `nil` where the program is missing, fails,
  /// prints more than 1 MiB or takes longer than a minute.
  package static func of(_ name: String, _ arguments: [String], input: [UInt8] = []) -> String? {
    guard let path = ExecutableSearch.find(name, searchPath: ProcessImage.environmentValue("PATH")) else { return nil }
    return try? run(Launch(path: path, arguments: [name] + arguments), input: input)
  }

  private static func run(_ launch: Launch, input: [UInt8]) throws -> String? {
    let stdin = try FileDescriptor.pipe()
    let stdout = try FileDescriptor.pipe()
    defer { try? stdout.readEnd.close() }
    var launch = launch
    launch.standardInput = stdin.readEnd
    launch.standardOutput = stdout.writeEnd
    let sink = try FileDescriptor.open("/dev/null", .writeOnly, options: .closeOnExec)
    launch.standardError = sink
    defer { try? sink.close() }
    let child: ChildProcess
    do {
      defer {
        try? stdin.readEnd.close()
        try? stdout.writeEnd.close()
      }
      // Written before anybody can have closed the other end, so that no SIGPIPE is possible.
      try FileSystemAccess.write(input, to: stdin.writeEnd)
      try stdin.writeEnd.close()
      child = try ChildProcess.spawn(launch)
    }
    let text = readAll(stdout.readEnd)
    if text == nil { child.signalGroup(SignalNumber.kill) }
    let status = child.wait().status
    child.close()
    return status == .exited(0) ? text : nil
  }

  private static func readAll(_ output: FileDescriptor) -> String? {
    let deadline = MonotonicTime.now() + limitNs
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limitBytes {
      var entries = [PollEntry(output, .readable)]
      let ready = try? poll(&entries, timeoutNs: max(deadline - MonotonicTime.now(), 0))
      guard let ready, ready > 0, let count = try? chunk.withUnsafeMutableBytes({ try output.read(into: $0) }) else {
        return nil
      }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk.prefix(count)
    }
    return nil
  }
}
