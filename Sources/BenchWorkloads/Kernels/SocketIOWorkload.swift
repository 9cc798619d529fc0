import WorkerPoolsPosix

/// A request to a server that thinks before it answers: a task that waits for the network.
///
/// A request is 16 bytes, little-endian: the time to think in nanoseconds and a value; the answer is the value's 8 bytes.
/// Each unit, a thread or a process, has one connection, made with its first task; closing it leaves no TIME_WAIT, so
/// that a process per task does not run out of ports.
struct SocketIOWorkload: Workload {
  static let name = "socket-io"
  static let summary = "a request over loopback TCP to an echo server that thinks for the task duration"
  static let parameters: Set<WorkloadParameter> = [.taskDuration]
  static let needs: Set<WorkloadNeed> = [.echoServer]
  static let carriesBytes = false

  private static let connection = ThreadLocal<EchoConnection>()

  private let seed: UInt64
  private let thinkNs: Int
  private let port: Int

  init(_ settings: WorkloadSettings) throws {
    seed = settings.seed
    thinkNs = try WorkloadSettings.require(
      settings.taskDurationNs, "task_duration_ns", of: Self.name, in: WorkloadSettings.durations)
    port = try WorkloadSettings.require(settings.socketPort, "socket_port", of: Self.name, in: 1...65_535)
  }

  func run(task: UInt64, input: [UInt8]) throws -> TaskOutput {
    do {
      let base = TaskBase.of(seed: seed, task: task)
      return TaskOutput(value: try ownConnection().request(thinkNs: UInt64(thinkNs), value: base))
    } catch {
      Self.connection.value = nil
      throw WorkloadError.system(workload: Self.name, cause: "\(error)")
    }
  }

  func expectedValue(forTask task: UInt64) -> UInt64 { TaskBase.of(seed: seed, task: task) }

  private func ownConnection() throws -> EchoConnection {
    if let connection = Self.connection.value, connection.port == port { return connection }
    let connection = try EchoConnection(port: port)
    Self.connection.value = connection
    return connection
  }
}

/// A unit's own connection to the echo server.
private final class EchoConnection {
  struct Closed: Error, CustomStringConvertible {
    let description = "the echo server closed the connection; see whether the driver still runs."
  }

  let port: Int
  private let socket: FileDescriptor

  init(port: Int) throws {
    self.port = port
    socket = try Loopback.connect(port: port)
  }

  deinit { try? socket.close() }

  /// Sends one request and waits for its answer.
  func request(thinkNs: UInt64, value: UInt64) throws -> UInt64 {
    let request = [UInt8](unsafeUninitializedCapacity: 16) { buffer, initialized in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      bytes.storeBytes(of: thinkNs.littleEndian, as: UInt64.self)
      bytes.storeBytes(of: value.littleEndian, toByteOffset: 8, as: UInt64.self)
      initialized = 16
    }
    try Loopback.send(request, to: socket)
    guard let answer = try Loopback.receive(8, from: socket) else { throw Closed() }
    return answer.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
  }
}
