import Dispatch
import Glibc
import WorkerPools
import WorkerPoolsPosix

/// Has the worker's thread sleep for ever as soon as the task has ended: in a block of the main queue, which comes to
/// a gate first.
enum SleepAfterwards: WorkerFunction {
  static func run(_ port: Int) -> Bool {
    DispatchQueue.main.async {
      try? Gate.wait(port: port)
      while true { pause() }
    }
    return true
  }
}

/// Closes all that its worker has open, or puts /dev/zero in its place, and waits for the end.
enum CutLifeLine: WorkerFunction {
  static func run(_ closes: Bool) -> Bool {
    let zero = open("/dev/zero", O_RDWR)
    for fd in Int32(3)..<200 where fd != zero && fcntl(fd, F_GETFD) >= 0 { _ = closes ? close(fd) : dup2(zero, fd) }
    while true { pause() }
  }
}

/// A task that spoils what its worker shares with its host.
enum Vandal: WorkerFunction {
  enum Way: String, Codable, Sendable, CaseIterable {
    case zeros, ones, noise, slowNoise, flippedWords, seals, growth, holes, rings, fullBell, blockingBell, closedBell
    case lifeLine, everything

    /// Whether it writes to the places where values pass, too.
    var changesValues: Bool {
      switch self {
      case .zeros, .ones, .noise, .slowNoise, .flippedWords, .holes, .everything: true
      default: false
      }
    }
  }

  static func run(_ way: Way) throws -> Int {
    switch way {
    case .zeros: forEachMapping { $0.initializeMemory(as: UInt8.self, repeating: 0) }
    case .ones: forEachMapping { $0.initializeMemory(as: UInt8.self, repeating: 255) }
    case .noise: forEachMapping { memory in for index in memory.indices { memory[index] = .random(in: 0...255) } }
    case .slowNoise: try noise()
    case .flippedWords: try flipWords()
    case .seals: for fd in descriptors { for bit in 0..<6 { _ = fcntl(fd, addSeals, 1 << Int32(bit)) } }
    case .growth: for fd in descriptors { _ = (ftruncate(fd, 0), ftruncate(fd, 1 << 40), ftruncate(fd, 4096)) }
    case .holes: for fd in descriptors { SharedFile.release(.init(rawValue: fd), 0..<1 << 30) }
    case .rings: for _ in 0..<100_000 { ring(1) }
    case .fullBell: for _ in 0..<1000 { ring(.max - 1) }
    case .blockingBell: blockBell()
    case .closedBell: close(bell)
    case .lifeLine: for _ in 0..<1000 { _ = "nonsense".withCString { send(3, $0, 8, Int32(MSG_DONTWAIT)) } }
    case .everything: for way in Way.allCases where way != .everything && way != .closedBell { _ = try run(way) }
    }
    return 0
  }

  private static let descriptors = Int32(3)..<10
  private static let bell: Int32 = 6
  private static let addSeals: Int32 = 1033

  private static func ring(_ count: UInt64) { withUnsafeBytes(of: count) { _ = write(bell, $0.baseAddress, 8) } }

  /// Has reads and writes of the bell block, whoever does them, and takes the rings away.
  private static func blockBell() {
    ring(1)
    _ = fcntl(bell, F_SETFL, 0)
    var count: UInt64 = 0
    _ = read(bell, &count, 8)
  }

  /// Scribbles from a thread of its own, for a while after the task has ended.
  private static func noise() throws {
    _ = try PlatformThread.start {
      for _ in 0..<200 {
        forEachMapping { memory in
          for _ in 0..<20 { memory[.random(in: memory.indices)] = .random(in: 0...255) }
        }
        usleep(500)
      }
    }
  }

  /// Changes the words by which both sides sleep and wake, from a thread of its own.
  private static func flipWords() throws {
    _ = try PlatformThread.start {
      for round in 0..<20_000 {
        forEachMapping { memory in
          for place in [256, 640, 768] where memory.count > 1024 { memory[place] = UInt8(round % 3) }
        }
      }
    }
  }

  private static func forEachMapping(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
    for line in (FileSystemAccess.text(of: "/proc/self/maps") ?? "").split(separator: "\n") {
      guard line.contains("/memfd:"), line.contains("rw-s") else { continue }
      let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
      body(.init(start: UnsafeMutableRawPointer(bitPattern: ends[0]), count: Int(ends[1] - ends[0])))
    }
  }
}
