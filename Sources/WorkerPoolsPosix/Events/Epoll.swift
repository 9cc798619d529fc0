internal import CWorkerPools
internal import Glibc

/// A set of descriptors that one thread waits for; see epoll(7).
///
/// Owns its descriptor.
package struct Epoll: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  /// Something that happened, under the token that its descriptor was added with.
  package struct Event: Sendable {
    package let token: UInt64
    package let isReadable: Bool
    package let isWritable: Bool
    /// The other end is gone, or the descriptor is in error.
    package let isOver: Bool
  }

  package init() throws(PosixError) {
    descriptor = try newDescriptor("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) }
  }

  deinit { try? descriptor.close() }

  /// Reports from now on each time that the descriptor becomes readable anew, or more readable; nobody need read from it.
  package borrowing func addEdge(_ watched: FileDescriptor, token: UInt64) throws(PosixError) {
    try control(EPOLL_CTL_ADD, watched, token: token, events: EPOLLIN.rawValue | EPOLLET.rawValue)
  }

  /// Waits for readability from now on, and for writability where asked.
  package borrowing func add(
    _ watched: FileDescriptor, token: UInt64, writable: Bool = false
  ) throws(PosixError) {
    try control(EPOLL_CTL_ADD, watched, token: token, events: Self.events(writable: writable))
  }

  /// Changes what a descriptor is watched for.
  package borrowing func change(_ watched: FileDescriptor, token: UInt64, writable: Bool) throws(PosixError) {
    try control(EPOLL_CTL_MOD, watched, token: token, events: Self.events(writable: writable))
  }

  /// Ends the watch; to be done before the descriptor is closed.
  package borrowing func remove(_ watched: FileDescriptor) {
    epoll_ctl(descriptor.rawValue, EPOLL_CTL_DEL, watched.rawValue, nil)
  }

  /// Blocks until something happened or the deadline has passed; `nil` waits without limit.
  package borrowing func wait(until deadline: Int?, maximum: Int = 64) throws(PosixError) -> [Event] {
    var events = [epoll_event](repeating: epoll_event(), count: maximum)
    while true {
      let count = epoll_wait(descriptor.rawValue, &events, Int32(maximum), milliseconds(until: deadline))
      if count >= 0 { return events.prefix(Int(count)).map(Event.init) }
      if errno != EINTR { throw PosixError(call: "epoll_wait", code: Errno(rawValue: errno)) }
    }
  }

  private static func events(writable: Bool) -> UInt32 { EPOLLIN.rawValue | (writable ? EPOLLOUT.rawValue : 0) }

  private borrowing func control(
    _ operation: Int32, _ watched: FileDescriptor, token: UInt64, events: UInt32
  ) throws(PosixError) {
    var event = epoll_event(events: events, data: epoll_data_t(u64: token))
    try checked("epoll_ctl") { epoll_ctl(descriptor.rawValue, operation, watched.rawValue, &event) }
  }
}

extension Epoll.Event {
  fileprivate init(_ event: epoll_event) {
    let over = EPOLLHUP.rawValue | EPOLLERR.rawValue
    self.init(
      token: event.data.u64, isReadable: event.events & EPOLLIN.rawValue != 0,
      isWritable: event.events & EPOLLOUT.rawValue != 0, isOver: event.events & over != 0)
  }
}
