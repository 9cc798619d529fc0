import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// Both ends of a task path in one process: the host's, and on a thread of its own a worker that answers.
///
/// A request says how many bytes are wanted and which; the answer is those.
final class PathPair {
  let host: HostPath
  private let worker: PlatformThread

  init(maySpin: Bool = false) throws {
    host = try HostPath(name: "path-test")
    let files = host.files
    worker = try PlatformThread.start {
      guard let path = try? WorkerPath(files) else { return }
      while PathPair.answer(path, maySpin: maySpin) {}
    }
  }

  deinit { host.close() }

  /// A wish for so many bytes, all of the last byte of that number.
  static func request(_ count: Int, _ number: Int) -> [UInt8] {
    withUnsafeBytes(of: (count, number)) { Array($0) }
  }

  /// Answers one request; `false` where that was the order to end.
  static func answer(_ path: WorkerPath, maySpin: Bool = false) -> Bool {
    let (number, slot) = path.claim(maySpin: maySpin)
    let isRun = slot.pointee.kind == TaskSlot.Kind.run.rawValue
    guard isRun, let payload = try? path.payload(of: slot) else { return false }
    let (count, byte) = payload.loadUnaligned(as: (Int, Int).self)
    guard let place = try? path.begin(count) else { return false }
    for index in place.indices { place[index] = UInt8(truncatingIfNeeded: byte) }
    path.publish(.returned, to: number, beganNs: 0, endedNs: 0)
    return true
  }

  /// Has the worker end.
  func end() throws {
    _ = try host.send([], .end)
    worker.join()
  }
}

extension HostPath {
  /// Sends a request, and wakes the worker where it sleeps; `false` where there is no room.
  func send(_ bytes: [UInt8], _ kind: TaskSlot.Kind = .run) throws -> Bool {
    guard let place = try begin(kind, count: bytes.count) else { return false }
    place.copyBytes(from: bytes)
    append(kind)
    publish()
    if mustWake() { wake() }
    return true
  }

  /// Blocks until there is a reply; `false` where the time, a span, passed first.
  func awaitReply(timeoutNs: Int? = nil) -> Bool {
    if newReplies == 0, !announce(HostSleep.onFutex) { sleep(timeoutNs: timeoutNs) }
    announceAwake()
    return newReplies > 0
  }

  /// The next reply's bytes; waits for it.
  func receive() throws -> [UInt8] {
    while newReplies == 0 { _ = awaitReply() }
    let reply = nextReply()
    try #require(accept(reply))
    let bytes = try withUnsafePointer(to: reply) { Array(try payload(of: $0)) }
    finishReplies(1)
    return bytes
  }
}
