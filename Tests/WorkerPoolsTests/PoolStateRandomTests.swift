import Testing

@testable import WorkerPools

/// The policy of the process pool under any sequence of events.
@Suite("Pool state: any events")
struct PoolStateRandomTests {
  @Test("no accepted task is lost, doubled or kept waiting, and the pool keeps its size", arguments: 0..<32)
  func randomEvents(seed: Int) {
    var policy = RandomPolicy(seed: seed)
    for step in 0..<500 {
      policy.step()
      if let broken = policy.brokenPromise {
        Issue.record("seed \(seed), step \(step): \(broken)")
        return
      }
    }
    policy.finish(terminating: seed % 2 == 1)
    #expect(policy.model.state.isOver)
    #expect(policy.misjudged.isEmpty)
    #expect((policy.refusals > 0) == (seed % 3 == 1))
  }
}
