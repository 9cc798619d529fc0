import Synchronization
import WorkerPoolsPosix

@testable import WorkerPools

/// Has a pool whose workers are killed while no descriptor is left, and then has some again.
enum HostShortOfDescriptors: WorkerFunction {
  struct Input: Codable, Sendable {
    let method: StartMethod
    /// How many of the two workers are killed.
    let deaths: Int
  }

  static func run(_ input: Input) throws -> [Int] {
    let failures = Counter()
    let pool = try input.method.make(2) {
      $0.restartBudget = input.deaths
      $0.eventHandler = { event in
        if event.kind == .workerNotStarted { failures.count.add(1, ordering: .relaxed) }
      }
    }
    try pool.awaitReady()
    let limit = ResourceLimit.descriptors.current().soft ?? 1024
    try ResourceLimit.descriptors.setSoft(3)
    for pid in pool.workerIdentifiers.prefix(input.deaths) { SignalNumber.send(SignalNumber.kill, to: pid) }
    // More often than the budget bears.
    let deadline = MonotonicTime.now() + 20_000_000_000
    while failures.count.load(ordering: .relaxed) < 4 + input.deaths, MonotonicTime.now() < deadline {
      MonotonicTime.sleep(nanoseconds: 1_000_000)
    }
    try ResourceLimit.descriptors.setSoft(limit)
    try pool.awaitReady(timeout: .seconds(20))
    let outputs = try pool.runOnEachWorker(RunJob.self, .double(21))
    try pool.closeAndJoin()
    return outputs
  }
}
