internal import WorkerPoolsPosix

/// Both ends of a task path in one process, for microbenchmarks.
@_spi(Benchmarks)
public final class TaskPathProbe: @unchecked Sendable {  // one thread at each end
  private let host: HostPath
  private let worker: WorkerPath

  /// Throws where the system has no shared memory.
  public init() throws {
    host = try HostPath(name: "probe")
    worker = try WorkerPath(host.files)
  }

  deinit { host.close() }

  /// Sends so many requests and receives their replies, one at a time, on the calling thread: what the rings cost.
  public func pushAndPop(_ count: Int) throws {
    host.announceAwake()
    for number in 0..<count {
      try push(number)
      serveOne(maySpin: true)
      pop()
    }
  }

  /// Sends so many requests to a thread that answers each, and waits for every reply before the next request.
  ///
  /// Where `spins` is not set both sides sleep for each message, so that this is what two wake-ups cost.
  public func pingPong(_ count: Int, spins: Bool) throws {
    let thread = try PlatformThread.start(name: "probe") { [self] in
      for _ in 0..<count { serveOne(maySpin: spins) }
    }
    var spin = AdaptiveSpin()
    for number in 0..<count {
      try push(number)
      if host.mustWake() { host.wake() }
      if spins, spin.until({ host.newReplies > 0 }) { host.announceAwake() }
      while host.newReplies == 0 {
        if !host.announce(HostSleep.onFutex) { spin.sleep { host.sleep(timeoutNs: nil) } }
        host.announceAwake()
      }
      pop()
    }
    thread.join()
  }

  private func push(_ number: Int) throws {
    guard let place = try host.begin(.run, count: MemoryLayout<Int>.size) else {
      preconditionFailure("the ring is empty")
    }
    place.storeBytes(of: number, as: Int.self)
    host.append()
    host.publish()
  }

  private func serveOne(maySpin: Bool) {
    let (number, slot) = worker.claim(maySpin: maySpin)
    guard let payload = try? worker.payload(of: slot), let place = try? worker.begin(payload.count) else {
      preconditionFailure("small payloads need no memory")
    }
    place.copyMemory(from: payload)
    worker.publish(.returned, to: number, beganNs: 0, endedNs: 0)
  }

  private func pop() {
    precondition(host.accept(host.nextReply()), "the reply that was sent")
    host.finishReplies(1)
  }
}

/// A value's way into bytes and back, for microbenchmarks.
@_spi(Benchmarks)
public struct ValueProbe<Value: Codable & Sendable> {
  private let coder = ValueCoder<Value>()

  /// A probe for values of that type.
  public init() {}

  /// The value as bytes.
  public func encode(_ value: Value) throws -> [UInt8] { try coder.encode(value) }

  /// The value of such bytes.
  public func decode(_ bytes: [UInt8]) throws -> Value { try coder.decode(bytes) }
}
