internal import CFigures
@_spi(Benchmarks) internal import WorkerPools

/// A thread that does nothing, started and joined.
func unitThread() throws -> [(String, Double)] {
  [("thread_ns", try medianSpan(atMost: 2_000) { try UnitProbe.thread() })]
}

/// A process for one trivial task, from the call to its collection.
func unitProcess() throws -> [(String, Double)] { [("process_ns", try medianProcess(.spawn, atMost: 100))] }

/// The same out of a fork server which is there already, and one fork of this process.
func unitFork() throws -> [(String, Double)] {
  let server = try UnitProbe.prepare(.forkserver)
  _ = try UnitProbe.process(AddOne.self, 1, .forkserver)
  let fork = medianSpan(atMost: 200) { _ = figures_fork_exit_wait() }
  return try withExtendedLifetime(server) {
    [("process_ns", try medianProcess(.forkserver, atMost: 300)), ("fork_ns", fork)]
  }
}

private func medianProcess(_ method: StartMethod, atMost count: Int) throws -> Double {
  try medianSpan(atMost: count) {
    guard try UnitProbe.process(AddOne.self, 1, method) == 2 else { throw WrongValue() }
  }
}
