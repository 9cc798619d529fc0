import Testing

@testable import WorkerPools

/// The policy of the process pool, without a process: how many workers there are.
@Suite("Pool state: size")
struct PoolSizeTests {
  @Test("a larger pool starts workers, a smaller one dismisses idle ones at once and busy ones later")
  func resize() {
    let pool = PolicyModel(2)
    pool.resize(to: 4)
    #expect(pool.actions() == ["start 2", "start 3"])
    pool.ready(2)
    pool.submit("a", "b")
    #expect(pool.takeSent() == ["a to 2", "b to 1"])
    pool.resize(to: 1)
    #expect(pool.actions() == ["dismiss 3"])
    pool.answer(1)
    pool.answer(2)
    #expect(pool.actions() == ["dismiss 1", "dismiss 2"])
    for slot in 1...3 { pool.die(slot) }
    #expect(pool.actions() == [], "nobody takes their places")
    #expect(pool.state.liveCount == 1)
  }

  @Test("a worker that leaves while the pool grows again is followed by another one")
  func resizeBackAndForth() {
    let pool = PolicyModel(2)
    pool.resize(to: 1)
    #expect(pool.actions() == ["dismiss 1"])
    pool.resize(to: 2)
    pool.die(1)
    #expect(pool.actions() == ["start 1"])
  }

  @Test("a surplus worker that dies is not replaced, and its tasks go on")
  func surplusDies() {
    let pool = PolicyModel(2) { $0.window = 4 }
    pool.submit("a", "b", "c", "d", "e")
    pool.begin(1)
    pool.resize(to: 1)
    pool.die(1)
    #expect(pool.actions() == [])
    while pool.answer(0) != nil {}
    #expect(pool.state.waiting.isEmpty)
  }

  @Test("workers that are idle for long leave, down to the smallest number")
  func shrink() {
    let pool = PolicyModel(3) { $0.minimumWorkers = 1 }
    pool.nowNs = 100
    pool.submit("a")
    pool.answer(2)
    #expect(pool.state.longestIdleSinceNs == 0)
    pool.retire(idleSinceBefore: 50)
    #expect(pool.actions() == ["dismiss 0", "dismiss 1"])
    pool.nowNs = 1000
    pool.retire(idleSinceBefore: 1000)
    #expect(pool.actions() == [])
    #expect(pool.state.longestIdleSinceNs == nil, "nobody else may leave")
  }

  @Test("a worker that left because it was idle returns for a task that finds all others busy")
  func regrow() {
    let pool = PolicyModel(2) {
      $0.minimumWorkers = 1
      $0.window = 8
    }
    pool.retire(idleSinceBefore: 0)
    pool.die(0)
    #expect(pool.actions() == ["dismiss 0"])
    pool.submit("a")
    #expect(pool.takeSent() == ["a to 1"])
    #expect(pool.actions() == [])
    pool.begin(1)
    pool.submit("b")
    #expect(pool.actions() == ["start 0"])
    pool.ready(0)
    #expect(pool.state.slots[0].held.map(\.work.description) == ["b"])
  }

  @Test("an empty pool returns to its size for tasks that come at once")
  func regrowFromNothing() {
    let pool = PolicyModel(3) { $0.minimumWorkers = 0 }
    pool.retire(idleSinceBefore: 0)
    for slot in 0..<3 { pool.die(slot) }
    _ = pool.actions()
    pool.submit("a", "b", "c", "d")
    for slot in 0..<3 { pool.ready(slot) }
    #expect(pool.state.busyCount == 3)
    #expect(pool.actions() == ["start 0", "start 1", "start 2"])
  }

  @Test("a lone task of a shrunk pool does not bring back workers that nobody needs")
  func noNeedlessGrowth() {
    let pool = PolicyModel(2) { $0.minimumWorkers = 1 }
    pool.retire(idleSinceBefore: 0)
    pool.die(0)
    _ = pool.actions()
    for _ in 0..<5 {
      pool.submit("a")
      pool.answer(1)
    }
    #expect(pool.actions() == [])
  }
}
