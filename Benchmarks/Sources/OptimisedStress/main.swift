internal import Dispatch
internal import Glibc
internal import WorkerPools

// optimised-stress SECONDS: has several threads read what another one replaces, for so long each way. Ends with 0 where all
// values were right; a reference that was counted too late ends it with a signal.

/// Returns a value that is decoded by whoever asks for it first.
enum MakeLate: WorkerFunction {
  struct Output: Codable, Sendable, Equatable {
    let names: [String: String?]
    let number: Int
  }

  static func run(_ number: Int) throws -> Output { Output(names: ["x": "y", "z": nil], number: number) }
}

/// Two threads ask for one late value at once, and replace it.
func askTogether(until deadline: ContinuousClock.Instant) throws -> Int {
  let pool = try ProcessPool(.init(workers: 1))
  var rounds = 0
  while ContinuousClock.now < deadline {
    let result = try pool.applyAsync(MakeLate.self, rounds)
    result.wait()
    let expected = try MakeLate.run(rounds)
    DispatchQueue.concurrentPerform(iterations: 2) { _ in
      for _ in 0..<3 {
        guard let value = try? result.get(), value == expected else { fatalError("a wrong value") }
      }
    }
    rounds += 1
  }
  pool.close()
  try pool.join()
  return rounds
}

/// Threads look for work among others while these come and go.
func resizeUnderLoad(until deadline: ContinuousClock.Instant) throws -> Int {
  var rounds = 0
  while ContinuousClock.now < deadline {
    let pool = try ThreadPool(.init(threads: 1))
    let callers = try ThreadPool(.init(threads: 2))
    let calls = try (0..<2).map { _ in
      try callers.applyAsync {
        for number in 0..<300 {
          guard try pool.apply({ number }) == number else { fatalError("a wrong value") }
          try pool.submit {}
        }
      }
    }
    for size in [3, 1, 4, 2, 5] { try pool.resize(to: size) }
    for call in calls { try call.get() }
    for each in [callers, pool] {
      each.close()
      try each.join()
    }
    rounds += 1
  }
  return rounds
}

guard CommandLine.arguments.count == 2, let seconds = Int(CommandLine.arguments[1]) else {
  print("usage: optimised-stress SECONDS")
  exit(64)
}
print("late values: \(try askTogether(until: .now + .seconds(seconds))) rounds")
print("threads that come and go: \(try resizeUnderLoad(until: .now + .seconds(seconds))) rounds")
