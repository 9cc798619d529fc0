internal import CWorkerPools
internal import Glibc

/// A descriptor by which one thread wakes another that polls; see eventfd(2).
///
/// Owns its descriptor.
package struct EventDescriptor: ~Copyable, Sendable {
  package let descriptor: FileDescriptor

  package init() throws(PosixError) { descriptor = try Self.open(0) }

  deinit { try? descriptor.close() }

  /// Makes the descriptor readable.
  package borrowing func raise() { Self.raise(descriptor) }

  /// Makes an event descriptor readable that another process made; `false` where it is none.
  @discardableResult
  package static func raise(_ descriptor: FileDescriptor) -> Bool {
    var one: UInt64 = 1
    while true {
      if write(descriptor.rawValue, &one, 8) == 8 { return true }
      // A counter that is full is readable, too.
      if errno != EINTR { return errno == EAGAIN }
    }
  }

  /// Makes the descriptor not readable.
  package borrowing func clear() {
    var count: UInt64 = 0
    while read(descriptor.rawValue, &count, 8) == -1, errno == EINTR {}
  }

  /// A descriptor that is readable for ever; the caller closes it.
  static func raised() throws(PosixError) -> FileDescriptor { try open(1) }

  private static func open(_ value: UInt32) throws(PosixError) -> FileDescriptor {
    let flags = Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK)
    return try newDescriptor("eventfd") { eventfd(value, flags) }
  }
}
