import BenchMachine
import WorkerPoolsPosix

/// The driver's end of an echo server process.
package final class EchoServerProcess {
  static let startLimitNs = 10_000_000_000

  package let port: Int
  private let process: ChildProcess
  private let lifeline: FileDescriptor
  private let watchdog: Watchdog?

  /// Starts `command`, which runs ``EchoServerMain``, and waits until it listens.
  package init(command: [String], watchdog: Watchdog?, interruption: Interruption) throws {
    let pair = try SocketPair()
    let output = try FileDescriptor.pipe()
    defer { try? output.readEnd.close() }
    var launch = Launch(path: command[0], arguments: command)
    launch.standardInput = pair.theirs
    launch.standardOutput = output.writeEnd
    do {
      defer {
        try? pair.theirs.close()
        try? output.writeEnd.close()
      }
      process = try ChildProcess.spawn(launch)
    } catch {
      try? pair.ours.close()
      throw DriverError.cannotStart("The echo server", detail: error.description)
    }
    lifeline = pair.ours
    self.watchdog = watchdog
    do {
      try watchdog?.add(process.pid)
      port = try Self.readPort(output.readEnd, interruption: interruption)
    } catch {
      Self.end(process, lifeline: pair.ours, watchdog: watchdog)
      throw error
    }
  }

  /// Ends the server.
  package func close() { Self.end(process, lifeline: lifeline, watchdog: watchdog) }

  private static func end(_ process: ChildProcess, lifeline: FileDescriptor, watchdog: Watchdog?) {
    process.signalGroup(SignalNumber.kill)
    try? watchdog?.remove(process.pid)
    _ = process.wait()
    process.close()
    try? lifeline.close()
  }

  private static func readPort(_ output: FileDescriptor, interruption: Interruption) throws -> Int {
    let deadline = MonotonicTime.now() + startLimitNs
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64)
    while text.last != UInt8(ascii: "\n") {
      var entries = [PollEntry(output, .readable)]
      if let descriptor = interruption.descriptor { entries.append(PollEntry(descriptor, .readable)) }
      let count = try poll(&entries, timeoutNs: max(deadline - MonotonicTime.now(), 0))
      try interruption.check()
      let read = count == 0 ? 0 : try chunk.withUnsafeMutableBytes { try output.read(into: $0) }
      guard read > 0 else { break }
      text += chunk.prefix(read)
    }
    guard let port = Int(ProcText.trimmed(String(decoding: text, as: UTF8.self))) else {
      throw DriverError.cannotStart("The echo server", detail: "it reported no port; try again.")
    }
    return port
  }
}
