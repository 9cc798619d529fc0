package import WorkerPoolsPosix

/// The process that outlives a killed driver for as long as it takes to kill what the driver had started.
package enum WatchdogMain {
  /// Reads lines from standard input until its end, then kills every registered process group.
  ///
  /// Interrupts, hang-ups and requests to terminate are for the driver to answer: the watchdog is deaf to them, so that
  /// it stays armed for as long as there is a driver.
  package static func run() throws {
    let deafness = try SignalDescriptor([SignalNumber.interrupt, SignalNumber.terminate, SignalNumber.hangUp])
    watch(.standardInput)
    withExtendedLifetime(deafness.descriptor) {}
  }

  /// Follows the ledger on `input`; an input that cannot be read counts as ended.
  package static func watch(_ input: FileDescriptor) {
    var ledger = WatchdogLedger()
    var chunk = [UInt8](repeating: 0, count: 4096)
    while let count = try? chunk.withUnsafeMutableBytes({ try input.read(into: $0) }), count > 0 {
      ledger.feed(chunk.prefix(count))
    }
    for group in ledger.groups { SignalNumber.send(SignalNumber.kill, to: -group) }
  }
}
