internal import CFigures
internal import WorkerPools

/// One submit for each task, all of them before the first result is waited for.
func throughput() throws -> [(String, Double)] {
  try withWarmPool { pool in
    let rate = try ratePerSecond(startingWith: 10_000) { count in
      var results: [AsyncResult<Int>] = []
      results.reserveCapacity(count)
      for number in 0..<count { results.append(try pool.applyAsync(AddOne.self, number)) }
      for (number, result) in results.enumerated() {
        guard try result.get() == number + 1 else { throw WrongValue() }
      }
    }
    return [("tasks_per_s", rate)]
  }
}

/// `apply` back to back.
func roundTrip() throws -> [(String, Double)] {
  try withWarmPool { pool in
    let median = try medianSpan(atMost: 20_000, withinNs: 300_000_000) {
      guard try pool.apply(AddOne.self, 1) == 2 else { throw WrongValue() }
    }
    return [("round_trip_ns", median)]
  }
}

/// `apply`, each after 10 ms in which nothing happens.
func idleRoundTrip() throws -> [(String, Double)] {
  try withWarmPool { pool in
    let spans = try (0..<40).map { _ in
      figures_pause_ns(10_000_000)
      return try span { _ = try pool.apply(AddOne.self, 1) }
    }
    return [("idle_round_trip_ns", spans.sorted()[(spans.count - 1) / 2])]
  }
}

/// Payloads of 1 MiB there and back: many in flight, and one at a time.
func echo() throws -> [(String, Double)] {
  try withWarmPool { pool in
    let payload = [UInt8](repeating: 0x5A, count: 1 << 20)
    let rate = try ratePerSecond(startingWith: 16) { count in
      let results = try (0..<count).map { _ in try pool.applyAsync(Echo.self, payload) }
      for result in results {
        guard try result.get().count == payload.count else { throw WrongValue() }
      }
    }
    let median = try medianSpan(atMost: 100, withinNs: 200_000_000) { _ = try pool.apply(Echo.self, payload) }
    return [("echoes_per_s", rate), ("echo_round_trip_ns", median)]
  }
}

/// `map` over a million integers with the default size of chunks.
func mapOfAMillion() throws -> [(String, Double)] {
  let inputs = Array(0..<1_000_000)
  return try withWarmPool { pool in
    var outputs: [Int] = []
    let taken = try span { outputs = try pool.map(AddOne.self, inputs) }
    guard outputs.count == inputs.count, outputs.last == inputs.count else { throw WrongValue() }
    return [("items_per_s", Double(inputs.count) / taken * 1e9)]
  }
}

/// A pool whose workers have all started, and which has run some tasks.
private func withWarmPool<Result>(_ body: (ProcessPool) throws -> Result) throws -> Result {
  try withProcessPool(ProcessPool.Configuration(workers: workers)) { pool in
    // Each holds a worker for a tenth of a second, in which the others start.
    let rests = try (0..<workers).map { _ in try pool.applyAsync(Rest.self, 1) }
    for rest in rests { _ = try rest.get() }
    for number in 0..<1_000 { _ = try pool.apply(AddOne.self, number) }
    return try body(pool)
  }
}
