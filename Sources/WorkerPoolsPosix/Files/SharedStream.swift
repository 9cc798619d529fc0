internal import CWorkerPools
internal import Glibc

/// One look at a stream that other processes share, such as standard error: writing to it neither waits for its reader, nor
/// raises a signal, nor changes the stream for the others.
///
/// To be made anew for each burst of bytes, so that a descriptor that the program replaces meanwhile is the one that counts,
/// and so that no reader waits for its end because of this one.
package struct SharedStream: ~Copyable {
  /// What became of bytes.
  package enum Outcome: Equatable {
    /// So many, at least one, were taken.
    case taken(Int)
    /// The reader has no room now.
    case full
    /// None will be taken: nobody reads, the stream is closed, hung up or full for good.
    case refused
  }

  /// What a terminal takes as a whole if it says that it has room.
  private static let terminalRoom = 256

  private let target: Target

  /// Looks at the descriptor; `reopens` as `false` does as where it cannot be opened again, for tests.
  package init(_ shared: FileDescriptor, reopens: Bool = true) {
    var information = stat()
    guard fstat(shared.rawValue, &information) == 0 else {
      target = Target(descriptor: shared, way: .none)
      return
    }
    switch information.st_mode & S_IFMT {
    case S_IFIFO: target = Target(shared, reopens: reopens, otherwise: Int(PIPE_BUF))
    case S_IFSOCK: target = Target(descriptor: shared, way: .socket)
    case S_IFCHR where isatty(shared.rawValue) == 1:
      target = Target(shared, reopens: reopens, otherwise: Self.terminalRoom)
    default: target = Target(descriptor: shared, way: .direct)
    }
  }

  deinit { if case .reopened = target.way { try? target.descriptor.close() } }

  /// Has the stream take what it has room for.
  package borrowing func write(_ bytes: ArraySlice<UInt8>) -> Outcome {
    if case .none = target.way { return .refused }
    let target = target
    return SignalMask.withoutWriteSignals {
      var result = -1
      repeat { result = bytes.withUnsafeBytes(target.send) } while result == -1 && errno == EINTR
      if result > 0 { return .taken(result) }
      return result == -1 && errno == EAGAIN ? .full : .refused
    }
  }

  /// Blocks until the stream may have room, the other descriptor is readable, or the time (a span) has passed.
  ///
  /// Returns whether the stream may have room.
  package borrowing func waitForRoom(or wake: FileDescriptor? = nil, timeoutNs: Int) -> Bool {
    var entries = [PollEntry(target.descriptor, .writable)] + (wake.map { [PollEntry($0, .readable)] } ?? [])
    guard (try? poll(&entries, timeoutNs: timeoutNs)) != nil else { return true }
    return !entries[0].happened.isEmpty
  }

  /// Writes the bytes, waiting for a reader no longer than that span; what it has not taken by then is dropped.
  package static func write(_ bytes: [UInt8], to shared: FileDescriptor, withinNs span: Int) {
    let deadline = MonotonicTime.now() + span
    var rest = bytes[...]
    while !rest.isEmpty {
      let stream = SharedStream(shared)
      switch stream.write(rest) {
      case .taken(let count): rest.removeFirst(count)
      case .refused: return
      case .full:
        let left = deadline - MonotonicTime.now()
        if left <= 0 { return }
        _ = stream.waitForRoom(timeoutNs: left)
      }
    }
  }
}

/// Where a burst goes, and how.
private struct Target {
  enum Way {
    /// A description of its own, which does not block.
    case reopened
    case socket
    /// A pipe or terminal that cannot be opened again, because another user owns it or there is no /proc.
    case careful(maximum: Int)
    /// A file, which has no reader to wait for.
    case direct
    case none
  }

  /// Files and sockets are written in parts of this size.
  private static let largestPart = 1 << 15

  let descriptor: FileDescriptor
  let way: Way

  func send(_ bytes: UnsafeRawBufferPointer) -> Int {
    let file = descriptor.rawValue
    let part = min(bytes.count, Self.largestPart)
    switch way {
    case .reopened: return Glibc.write(file, bytes.baseAddress, bytes.count)
    case .socket: return Glibc.send(file, bytes.baseAddress, part, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
    case .careful(let maximum): return sendCarefully(bytes.baseAddress, min(bytes.count, maximum))
    case .direct: return Glibc.write(file, bytes.baseAddress, part)
    case .none: return 0
    }
  }

  /// Does not wait from Linux 6.5 on, for pipes; otherwise only where another process takes the room that was there just now.
  private func sendCarefully(_ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    let result = wp_write_without_waiting(descriptor.rawValue, bytes, count)
    if result >= 0 || ![EOPNOTSUPP, EINVAL, ENOSYS, ESPIPE].contains(errno) { return result }
    var entry = pollfd(fd: descriptor.rawValue, events: Int16(POLLOUT), revents: 0)
    if Glibc.poll(&entry, 1, 0) != 0 { return Glibc.write(descriptor.rawValue, bytes, count) }
    errno = EAGAIN
    return -1
  }
}

extension Target {
  /// Opens the stream once more, or says how to write to it as it is.
  init(_ shared: FileDescriptor, reopens: Bool, otherwise maximum: Int) {
    let own = reopens ? wp_open_shared_stream(shared.rawValue) : -1
    if own >= 0 {
      self.init(descriptor: FileDescriptor(rawValue: own), way: .reopened)
    } else {
      // ENXIO: a pipe without a reader.
      self.init(descriptor: shared, way: reopens && errno == ENXIO ? .none : .careful(maximum: maximum))
    }
  }
}
