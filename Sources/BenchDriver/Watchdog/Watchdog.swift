import WorkerPoolsPosix

/// The driver's end of a watchdog process: what is registered here is killed when the driver dies, however it dies.
///
/// A group is registered right after it was started; a driver that is killed within that moment, some microseconds,
/// leaves it behind. For one thread at a time.
package final class Watchdog {
  private let command: [String]
  private var process: ChildProcess
  private var line: FileDescriptor
  private var groups: Set<Int32> = []
  private var isOpen = true

  /// Starts `command`, which runs ``WatchdogMain``.
  package init(command: [String]) throws {
    self.command = command
    (process, line) = try Self.start(command)
  }

  deinit { close() }

  /// Registers a process group; a watchdog that is gone is replaced first.
  package func add(_ group: Int32) throws {
    groups.insert(group)
    try tell(WatchdogLedger.entry(group))
  }

  /// Strikes a group out; to be done before its leader is collected, while the number cannot be another group's.
  package func remove(_ group: Int32) throws {
    groups.remove(group)
    try tell(WatchdogLedger.removal(group))
  }

  /// Ends the watchdog, which kills what is still registered.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    try? line.close()
    _ = process.wait()
    process.close()
  }

  private func tell(_ text: String) throws {
    do {
      try Loopback.send(Array(text.utf8), to: line)
    } catch {
      try replace()
    }
  }

  private func replace() throws {
    try? line.close()
    process.signalGroup(SignalNumber.kill)
    _ = process.wait()
    process.close()
    (process, line) = try Self.start(command)
    let entries = groups.map(WatchdogLedger.entry).joined()
    try Loopback.send(Array(entries.utf8), to: line)
  }

  private static func start(_ command: [String]) throws -> (ChildProcess, FileDescriptor) {
    let pair = try SocketPair()
    defer { try? pair.theirs.close() }
    var launch = Launch(path: command[0], arguments: command)
    launch.standardInput = pair.theirs
    do {
      return (try ChildProcess.spawn(launch), pair.ours)
    } catch {
      try? pair.ours.close()
      throw DriverError.cannotStart("The watchdog", detail: error.description)
    }
  }
}
