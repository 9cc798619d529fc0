package import WorkerPoolsPosix

/// The wish of the user to end the run: a descriptor that becomes readable, in practice a signalfd.
package struct Interruption: Sendable {
  package let descriptor: FileDescriptor?

  /// An interruption that comes when `descriptor` becomes readable; never where it is `nil`.
  package init(_ descriptor: FileDescriptor?) {
    self.descriptor = descriptor
  }

  /// Throws where the interruption has come.
  package func check() throws {
    guard let descriptor else { return }
    var entries = [PollEntry(descriptor, .readable)]
    if try poll(&entries, timeoutNs: 0) > 0 { throw Interrupted() }
  }
}
