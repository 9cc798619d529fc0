internal import Glibc

/// A descriptor to wait for, and what has happened on it.
package struct PollEntry: Sendable {
  /// What may happen on a descriptor; end, error and an invalid descriptor are always reported.
  package struct Events: OptionSet, Sendable, Hashable {
    package let rawValue: Int16
    package init(rawValue: Int16) { self.rawValue = rawValue }

    package static let readable = Events(rawValue: Int16(POLLIN))
    package static let writable = Events(rawValue: Int16(POLLOUT))
    package static let hangUp = Events(rawValue: Int16(POLLHUP))
    package static let failed = Events(rawValue: Int16(POLLERR | POLLNVAL))
  }

  package let descriptor: FileDescriptor
  package var awaited: Events
  package var happened: Events = []

  package init(_ descriptor: FileDescriptor, _ awaited: Events) {
    self.descriptor = descriptor
    self.awaited = awaited
  }
}

/// Blocks until something happened on one of the descriptors, and returns on how many; 0 after the time.
///
/// The time is a span; `nil` waits without limit.
package func poll(_ entries: inout [PollEntry], timeoutNs: Int?) throws(PosixError) -> Int {
  let deadline = timeoutNs.map { MonotonicTime.now() + $0 }
  var polled = entries.map { pollfd(fd: $0.descriptor.rawValue, events: $0.awaited.rawValue, revents: 0) }
  while true {
    let count = Glibc.poll(&polled, nfds_t(polled.count), milliseconds(until: deadline))
    if count == -1 {
      if errno != EINTR { throw PosixError(call: "poll", code: Errno(rawValue: errno)) }
      continue
    }
    // A span of more milliseconds than the call can take is waited for in parts.
    if count == 0, let deadline, MonotonicTime.now() < deadline { continue }
    if count == 0, deadline == nil { continue }
    for index in entries.indices { entries[index].happened = .init(rawValue: polled[index].revents) }
    return Int(count)
  }
}

/// The time left, rounded up so that a wait never ends early; -1 without a deadline.
func milliseconds(until deadline: Int?) -> Int32 {
  guard let deadline else { return -1 }
  let left = max(deadline - MonotonicTime.now(), 0)
  return Int32(clamping: (left + 999_999) / 1_000_000)
}
