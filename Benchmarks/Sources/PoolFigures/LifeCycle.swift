internal import CFigures
internal import WorkerPools

/// From the call that makes a pool of two to the result of its first task, and the end of such a pool when it is idle.
func life() throws -> [(String, Double)] { try life(ProcessPool.Configuration(workers: workers)) }

/// The same with workers that come out of a fork server which is there already, and one fork of this process.
func lifeWithForkServer() throws -> [(String, Double)] {
  var configuration = ProcessPool.Configuration(workers: workers)
  configuration.startMethod = .forkserver
  return try withProcessPool(configuration) { warm in
    _ = try warm.apply(AddOne.self, 1)
    let fork = medianSpan(atMost: 30) { _ = figures_fork_exit_wait() }
    return try life(configuration) + [("fork_ns", fork)]
  }
}

private func life(_ configuration: ProcessPool.Configuration) throws -> [(String, Double)] {
  var ready: [Double] = []
  var ended: [Double] = []
  for _ in 0..<15 {
    let begin = figures_now_ns()
    let pool = try ProcessPool(configuration)
    guard try pool.apply(AddOne.self, 1) == 2 else { throw WrongValue() }
    ready.append(Double(figures_now_ns() - begin))
    figures_pause_ns(20_000_000)
    ended.append(
      try span {
        pool.close()
        try pool.join()
      })
  }
  return [("ready_ns", ready.sorted()[7]), ("close_ns", ended.sorted()[7])]
}

/// What malloc has handed out for each of a million tasks that wait, their results held by the caller included.
func queuedHeap() throws -> [(String, Double)] {
  let count = 1_000_000
  let pool = try ProcessPool(ProcessPool.Configuration(workers: workers))
  for _ in 0..<workers { try pool.applyAsync(Rest.self, 6_000) }
  var results: [AsyncResult<Int>] = []
  results.reserveCapacity(count)
  let before = figures_heap_bytes()
  for number in 0..<count { results.append(try pool.applyAsync(AddOne.self, number)) }
  let after = figures_heap_bytes()
  pool.terminate()
  try pool.join()
  return withExtendedLifetime(results) { [("heap_bytes_per_task", Double(after - before) / Double(count))] }
}
