internal import CFigures
internal import Dispatch
internal import Synchronization
internal import WorkerPools

// The thread pool and Dispatch on the same work.

/// One submit for each trivial task, until all have ended.
func threadThroughput() throws -> [(String, Double)] {
  let submits = try rateOfBatches { count, pool in
    for _ in 0..<count { try pool.submit { Sink.shared.touch() } }
  }
  let results = try withWarmThreads { pool in
    try ratePerSecond(startingWith: 10_000) { count in
      var results: [AsyncResult<Int>] = []
      results.reserveCapacity(count)
      for number in 0..<count { results.append(try pool.applyAsync { number + 1 }) }
      for (number, result) in results.enumerated() {
        guard try result.get() == number + 1 else { throw WrongValue() }
      }
    }
  }
  return [("submits_per_s", submits), ("results_per_s", results)]
}

/// The same with `async(group:)` on a concurrent queue.
func dispatchThroughput() -> [(String, Double)] {
  let queue = DispatchQueue(label: "figures", attributes: .concurrent)
  let rate = ratePerSecond(startingWith: 10_000) { count in
    let group = DispatchGroup()
    for _ in 0..<count { queue.async(group: group) { Sink.shared.touch() } }
    group.wait()
  }
  return [("tasks_per_s", rate)]
}

/// `apply` back to back.
func threadRoundTrip() throws -> [(String, Double)] {
  try withWarmThreads { pool in
    let median = try medianSpan(atMost: 20_000, withinNs: 300_000_000) {
      guard try pool.apply({ 2 }) == 2 else { throw WrongValue() }
    }
    return [("round_trip_ns", median)]
  }
}

/// The same with `async` and a semaphore.
func dispatchRoundTrip() -> [(String, Double)] {
  let queue = DispatchQueue(label: "figures", attributes: .concurrent)
  let done = DispatchSemaphore(value: 0)
  let median = medianSpan(atMost: 20_000, withinNs: 300_000_000) {
    queue.async { done.signal() }
    done.wait()
  }
  return [("round_trip_ns", median)]
}

/// `apply`, each after 10 ms in which nothing happens.
func threadIdleRoundTrip() throws -> [(String, Double)] {
  try withWarmThreads { pool in
    let spans = try (0..<40).map { _ in
      figures_pause_ns(10_000_000)
      return try span { _ = try pool.apply { 2 } }
    }
    return [("idle_round_trip_ns", spans.sorted()[(spans.count - 1) / 2])]
  }
}

/// `map` over a million integers with the default size of chunks.
func threadMap() throws -> [(String, Double)] {
  let inputs = Array(0..<1_000_000)
  return try withWarmThreads { pool in
    var outputs: [Int] = []
    let taken = try medianSpan(atMost: 15) { outputs = try pool.map(inputs) { $0 &+ 1 } }
    guard outputs.count == inputs.count, outputs.last == inputs.count else { throw WrongValue() }
    return [("items_per_s", Double(inputs.count) / taken * 1e9)]
  }
}

/// The same with `concurrentPerform`, an iteration for each integer.
func dispatchMap() throws -> [(String, Double)] {
  let inputs = Array(0..<1_000_000)
  var outputs: [Int] = []
  let taken = medianSpan(atMost: 15) {
    outputs = Array(unsafeUninitializedCapacity: inputs.count) { buffer, count in
      nonisolated(unsafe) let base = buffer.baseAddress!
      DispatchQueue.concurrentPerform(iterations: inputs.count) { (base + $0).initialize(to: inputs[$0] &+ 1) }
      count = inputs.count
    }
  }
  guard outputs.last == inputs.count else { throw WrongValue() }
  return [("items_per_s", Double(inputs.count) / taken * 1e9)]
}

/// How many tasks of several lengths a second a pool of several widths gets done, its end included.
func threadScaling() throws -> [(String, Double)] {
  var values: [(String, Double)] = []
  for (name, loops) in taskLoops() {
    for width in [1, 2, 4, 8] {
      let count = max(width * 4, min(200_000, Int(200e6 / loops.ns)))
      let pool = try ThreadPool(ThreadPool.Configuration(threads: width))
      let warmUps = try (0..<width * 4).map { _ in try pool.applyAsync { figures_busy(loops.count) } }
      for warmUp in warmUps { warmUp.wait() }
      let taken = try span {
        for _ in 0..<count { try pool.submit { figures_busy(loops.count) } }
        pool.close()
        try pool.join()
      }
      values.append(("tasks_\(name)_width_\(width)_per_s", Double(count) / taken * 1e9))
    }
  }
  return values
}

/// As `threadScaling`, with C threads that share a counter and have no queue.
func cScaling() -> [(String, Double)] {
  var values: [(String, Double)] = []
  for (name, loops) in taskLoops() {
    for width in [1, 2, 4, 8] {
      let count = max(width * 4, min(200_000, Int(200e6 / loops.ns)))
      let taken = Double(figures_busy_threads(Int32(width), Int64(count), loops.count))
      values.append(("tasks_\(name)_width_\(width)_per_s", Double(count) / taken * 1e9))
    }
  }
  return values
}

/// How many turns of the busy loop make tasks of four lengths; found out in this process, the shortest of some tries.
private func taskLoops() -> [(String, (count: Int64, ns: Double))] {
  let turns: Int64 = 200_000
  let perTurn = (0..<9).map { _ in span { figures_busy(turns) } }.min()! / Double(turns)
  return [("1us", 1e3), ("10us", 1e4), ("100us", 1e5), ("1ms", 1e6)].map { name, ns in
    (name, (Int64(ns / perTurn), ns))
  }
}

/// Something that a trivial task does and the compiler cannot leave out.
private final class Sink: Sendable {
  static let shared = Sink()
  private let value = Atomic<Int>(0)

  @inline(__always)
  func touch() { value.store(1, ordering: .relaxed) }
}

/// Batches that are done when a pool of their own has been closed and joined; its start does not count.
private func rateOfBatches(_ batch: (Int, ThreadPool) throws -> Void) throws -> Double {
  var count = 10_000
  while true {
    let taken = try withWarmThreads { pool in
      try span {
        try batch(count, pool)
        pool.close()
        try pool.join()
      }
    }
    if taken >= 200_000_000 { return Double(count) / taken * 1e9 }
    count *= 2
  }
}

/// A pool whose threads have all run tasks.
private func withWarmThreads<Result>(_ body: (ThreadPool) throws -> Result) throws -> Result {
  try withThreadPool(ThreadPool.Configuration(threads: workers)) { pool in
    for number in 0..<1_000 { _ = try pool.apply { number } }
    return try body(pool)
  }
}
