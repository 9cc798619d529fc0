import Glibc

/// The tasks of a repetition and the arithmetic of results/PROTOCOL.md.
struct Kernel: Sendable {
  enum Work: Sendable {
    case noop
    case cpu(iterations: Int)
    case sleep(nanoseconds: Int)
    case payload(bytes: Int)
  }

  let seed: UInt64
  let work: Work
  private let recurrence = Recurrence.standard

  /// The workload of that name with the settings of the spec, by their names there; `nil` where it is none of these.
  init?(_ workload: String, seed: UInt64, settings: [String: Int]) {
    self.seed = seed
    switch workload {
    case "noop": work = .noop
    case "cpu": work = .cpu(iterations: settings["task_iterations_n"] ?? 0)
    case "sleep": work = .sleep(nanoseconds: settings["task_duration_ns"] ?? 0)
    case "payload": work = .payload(bytes: settings["payload_bytes"] ?? 0)
    default: return nil
    }
  }

  func base(_ task: Int) -> UInt64 { Self.base(task, seed: seed) }

  static func base(_ task: Int, seed: UInt64) -> UInt64 {
    var z = seed &+ (UInt64(task) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The bytes that the caller hands to the task.
  func input(_ task: Int) -> [UInt8] {
    guard case .payload(let bytes) = work else { return [] }
    let first = base(task)
    return [UInt8](unsafeUninitializedCapacity: bytes) { buffer, initialized in
      for (index, start) in stride(from: 0, to: bytes, by: 8).enumerated() {
        withUnsafeBytes(of: (first &+ UInt64(index)).littleEndian) { word in
          UnsafeMutableRawBufferPointer(buffer)[start..<min(start + 8, bytes)].copyBytes(
            from: word.prefix(bytes - start))
        }
      }
      initialized = bytes
    }
  }

  /// Runs the task and returns its value.
  func run(_ task: Int, _ input: [UInt8]) -> UInt64 {
    switch work {
    case .noop: return base(task)
    case .cpu(let iterations): return recurrence.iterate(base(task), count: iterations)
    case .sleep(let nanoseconds):
      MonotonicClock.sleep(nanoseconds)
      return base(task)
    case .payload:
      let copy = [UInt8](unsafeUninitializedCapacity: input.count) { buffer, initialized in
        initialized = buffer.update(fromContentsOf: input)
      }
      return sum(of: copy)
    }
  }

  private func sum(of bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBytes { bytes in
      let whole = bytes.count / 8
      var sum = UInt64(bytes.count)
      for word in 0..<whole { sum &+= bytes.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self).littleEndian }
      for (shift, byte) in bytes.dropFirst(whole * 8).enumerated() { sum &+= UInt64(byte) << (8 * UInt64(shift)) }
      return sum
    }
  }
}

/// The recurrence of the `cpu` kernel.
///
/// Its constants are no literals in the loop, as in bench: a compiler that knows them folds eight steps into one.
private struct Recurrence: Sendable {
  let multiplier: UInt64
  let increment: UInt64

  static let standard = Recurrence(multiplier: 6_364_136_223_846_793_005, increment: 1_442_695_040_888_963_407)

  @inline(never)
  func iterate(_ start: UInt64, count: Int) -> UInt64 {
    var value = start
    for _ in 0..<count { value = value &* multiplier &+ increment }
    return value
  }
}

/// CLOCK_MONOTONIC in nanoseconds, the clock of the protocol.
enum MonotonicClock {
  static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  static func sleep(_ nanoseconds: Int) {
    let end = now() + nanoseconds
    var until = timespec(tv_sec: end / 1_000_000_000, tv_nsec: end % 1_000_000_000)
    while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nil) == EINTR {}
  }
}
