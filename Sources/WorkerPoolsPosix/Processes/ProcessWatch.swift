internal import CWorkerPools

/// A process, not necessarily a child, whose end can be polled for.
///
/// Owns its descriptor.
package struct ProcessWatch: ~Copyable, Sendable {
  /// Readable from the moment the process has ended.
  package let descriptor: FileDescriptor

  /// Watches the process of that number; throws `noSuchProcess` where there is none.
  package init(pid: Int32) throws(PosixError) {
    descriptor = try newDescriptor("pidfd_open", "\(pid)") { wp_pidfd_open(pid) }
  }

  deinit { try? descriptor.close() }

  /// Blocks until the process has ended; `false` where the time (a span) passed first.
  package borrowing func waitForEnd(timeoutNs: Int? = nil) throws(PosixError) -> Bool {
    var entries = [PollEntry(descriptor, .readable)]
    return try poll(&entries, timeoutNs: timeoutNs) > 0
  }
}
