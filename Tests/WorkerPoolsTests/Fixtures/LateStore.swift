internal import Atomics
import Glibc
import WorkerPoolsPosix

@testable import WorkerPools

/// A task that leaves a thread behind, which changes one word of what host and worker share.
///
/// The thread comes to a gate. Let go on, it waits until the worker sleeps, changes the word, and leaves the gate.
enum LateStore: WorkerFunction {
  /// A word of the first page of the shared memory, by its offset.
  enum Place: Int, Codable, Sendable, CaseIterable {
    case requestTail = 0
    case requestHead = 128
    case workerSleep = 256
    case replyTail = 384
    case replyHead = 512
    case hostSleep = 640
    case roomSleep = 768
  }

  enum Value: String, Codable, Sendable, CaseIterable {
    case zero, one, two, ones, successor

    func after(_ old: UInt32) -> UInt32 {
      switch self {
      case .zero: 0
      case .one: 1
      case .two: 2
      case .ones: .max
      case .successor: old &+ 1
      }
    }
  }

  struct Input: Codable, Sendable {
    let place: Place
    let value: Value
    /// That of the gate.
    let port: Int
  }

  static func run(_ input: Input) throws -> Int {
    guard let memory = controlPage() else { return -1 }
    let address = UInt(bitPattern: memory)
    _ = try PlatformThread.start {
      let socket = try? Loopback.connect(port: input.port)
      defer { try? socket?.close() }
      guard let socket, (try? Loopback.send([0, 0, 0, 0], to: socket)) != nil else { return }
      _ = try? Loopback.receive(1, from: socket)
      while word(.workerSleep, at: address).load(ordering: .acquiring) != 1 { usleep(100) }
      let changed = word(input.place, at: address)
      changed.store(input.value.after(changed.load(ordering: .relaxed)), ordering: .releasing)
    }
    return 0
  }

  private static func word(_ place: Place, at base: UInt) -> UnsafeAtomic<UInt32> {
    UnsafeAtomic(at: UnsafeMutablePointer(bitPattern: base + UInt(place.rawValue))!)
  }

  /// The mapping of counters and rings.
  private static func controlPage() -> UnsafeMutableRawPointer? {
    for line in (FileSystemAccess.text(of: "/proc/self/maps") ?? "").split(separator: "\n") {
      guard line.contains("/memfd:"), line.contains("rw-s") else { continue }
      let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
      if ends[1] - ends[0] == UInt(TaskPathMemory.size) { return UnsafeMutableRawPointer(bitPattern: ends[0]) }
    }
    return nil
  }
}
