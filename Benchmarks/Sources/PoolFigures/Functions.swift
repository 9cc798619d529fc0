internal import CFigures
internal import WorkerPools

/// The trivial task of PEERS: what it costs is the pool.
enum AddOne: WorkerFunction {
  static func run(_ input: Int) -> Int { input + 1 }
}

/// Sends the bytes back.
enum Echo: WorkerFunction {
  static func run(_ input: [UInt8]) -> [UInt8] { input }
}

/// Holds a worker for so many pauses of a tenth of a second.
enum Rest: WorkerFunction {
  static func run(_ pauses: Int) -> Bool {
    for _ in 0..<pauses { figures_pause_ns(100_000_000) }
    return true
  }
}
