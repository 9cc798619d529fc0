import Testing

@testable import WorkerPools

/// The policy of the process pool, without a process: who gets which task.
@Suite("Pool state: tasks")
struct PoolStateTests {
  @Test("tasks wait until a worker is ready, then go one to each")
  func dispatch() {
    let pool = PolicyModel(2, isReady: false)
    pool.submit("a", "b", "c")
    #expect(pool.takeSent() == [])
    pool.ready(1)
    pool.ready(0)
    #expect(pool.takeSent() == ["a to 1", "b to 0"])
    #expect(pool.answer(0)?.description == "b")
    #expect(pool.takeSent() == ["c to 0"])
    #expect(pool.answer(1)?.description == "a")
    #expect(pool.answer(1) == nil)
    #expect(pool.state.idle == [1])
  }

  @Test("the worker that became idle last is the first to get a task")
  func warmest() {
    let pool = PolicyModel(3)
    pool.submit("a", "b", "c")
    #expect(pool.takeSent() == ["a to 2", "b to 1", "c to 0"])
    for slot in [1, 2, 0] { pool.answer(slot) }
    pool.submit("d")
    #expect(pool.takeSent() == ["d to 0"])
  }

  @Test("busy workers get tasks ahead, up to the window, and the rest waits")
  func window() {
    let pool = PolicyModel(2) { $0.window = 3 }
    pool.submit("a", "b", "c", "d", "e", "f", "g", "h")
    #expect(pool.takeSent().count == 6)
    #expect(pool.state.slots.map(\.held.count) == [3, 3])
    #expect(pool.state.waiting.map(\.work.description) == ["g", "h"])
    #expect(pool.state.crowdedCount == 2)
    #expect(pool.state.busyCount == 2)
  }

  @Test("with a window of one nobody gets a task ahead")
  func noWindow() {
    let pool = PolicyModel(1)
    pool.submit("a", "b")
    #expect(pool.takeSent() == ["a to 0"])
    #expect(pool.state.crowdedCount == 0)
  }

  @Test("a worker without a task takes half of what another has not begun")
  func theft() {
    let pool = PolicyModel(2) { $0.window = 8 }
    pool.submit("a", "b", "c", "d", "e")
    #expect(pool.takeSent() == ["a to 1", "b to 0", "c to 0", "d to 0", "e to 0"])
    pool.begin(0)
    pool.answer(1)
    #expect(pool.takeSent() == ["c to 1"])
    #expect(pool.state.slots[0].held.map(\.work.description) == ["b", "e"])
    #expect(pool.state.waiting.map(\.work.description) == ["d"], "for whoever is done first")
  }

  @Test("where a worker has begun all that it holds, another one gives")
  func theftFromSecond() {
    let pool = PolicyModel(3) { $0.window = 8 }
    pool.submit("a", "b", "c")
    #expect(pool.takeSent() == ["a to 2", "b to 1", "c to 0"])
    pool.submit("d", "e", "f", "g", "h", "i", "j", "k", "l")
    #expect(pool.state.slots.map(\.held.count) == [8, 3, 1])
    pool.begin(1)
    // Nobody has read the answers of worker 0, which runs its last task.
    while pool.begin(0) {}
    pool.answer(2)
    #expect(pool.state.slots[2].held.count > 0, "tasks wait behind the one of worker 1, and worker 2 is idle")
  }

  @Test("a task for one worker goes to no other, and is not stolen for one")
  func pinned() {
    let pool = PolicyModel(2) { $0.window = 8 }
    for name in ["a", "b"] { pool.submit(Piece(name), slot: 1) }
    pool.submit("c")
    #expect(pool.takeSent() == ["a to 1", "c to 0"])
    pool.answer(0)
    #expect(pool.takeSent() == [])
    pool.answer(1)
    #expect(pool.takeSent() == ["b to 1"])
  }

  @Test("what the task path has no room for waits, and goes first when there is room")
  func sendFailed() {
    let pool = PolicyModel(1) { $0.window = 8 }
    pool.isPathFull = { _ in true }
    pool.submit("a", "b", "c")
    #expect(pool.takeSent() == ["a to 0"])
    #expect(pool.state.waiting.map(\.work.description) == ["b", "c"])
    #expect(pool.state.slots[0].sentCount == 1)
    pool.isPathFull = { _ in false }
    pool.answer(0)
    #expect(pool.takeSent().first == "b to 0")
  }

  @Test("a worker whose path had no room has it again when its tasks are taken back")
  func roomAfterCancel() {
    let pool = PolicyModel(1) { $0.window = 8 }
    let first = Piece("a")
    pool.submit(first)
    pool.isPathFull = { _ in true }
    pool.submit("b")
    pool.cancel(first)
    #expect(pool.takeSent() == ["a to 0", "b to 0"])
  }

  @Test("a task that cannot be sent at all is no longer the worker's, which takes the next one")
  func sendAbandoned() {
    let pool = PolicyModel(1)
    #expect(pool.abandonSend(of: "a") == 0)
    #expect(pool.state.busyCount == 0)
    pool.submit("b")
    #expect(pool.takeSent() == ["b to 0"])
  }

  @Test("what has gathered goes to one worker at once: an idle one, or one that is awake and has little to do")
  func gathered() {
    let pool = PolicyModel(2) { $0.window = 8 }
    pool.gather("a", "b", "c")
    #expect(pool.takeSent() == [])
    pool.sendGathered(enough: 4)
    #expect(pool.takeSent() == ["a to 1", "b to 1", "c to 1"])
    pool.gather("d", "e")
    pool.sendGathered(enough: 4)
    #expect(pool.takeSent() == ["d to 1", "e to 1"])
    pool.gather("f")
    pool.sendGathered(enough: 4)
    #expect(pool.takeSent() == ["f to 0"])
  }

  @Test("a worker that has nothing to do gets half of what another has gathered and not begun")
  func gatheredIsShared() {
    let pool = PolicyModel(2) { $0.window = 8 }
    pool.gather("a", "b", "c", "d")
    pool.sendGathered()
    #expect(pool.takeSent().count == 4)
    pool.shareOut()
    #expect(pool.takeSent() == ["a to 0"])
    #expect(pool.state.heldCount(1) == 2, "the other one is the next that anybody asks for")
  }

  @Test("what has gathered brings a worker back that left because it was idle")
  func gatheredGrows() {
    let pool = PolicyModel(2) {
      $0.window = 8
      $0.minimumWorkers = 1
    }
    pool.nowNs = 1
    pool.retire(idleSinceBefore: 1)
    let retired = pool.state.slots.firstIndex { $0.stage == .leaving(isReplaced: false) }
    pool.die(retired ?? 0)
    pool.submit("long")
    pool.gather("short")
    pool.sendGathered()
    #expect(pool.state.liveCount == 2)
  }

  @Test("a worker that is at one task for long gets no others until it has answered")
  func silent() {
    let pool = PolicyModel(2) { $0.window = 8 }
    pool.gather("long", "a", "b")
    pool.sendGathered()
    pool.begin(1)
    pool.fallSilent(1)
    #expect(pool.takeSent() == ["long to 1", "a to 1", "b to 1", "a to 0", "b to 0"])
    pool.gather("c")
    pool.sendGathered(enough: 1)
    #expect(pool.takeSent() == ["c to 0"])
    pool.answer(1)
    pool.gather("d")
    pool.sendGathered(enough: 1)
    #expect(pool.takeSent().last == "d to 1")
  }

  @Test("what has gathered is dropped when the pool is terminated, and what comes after it, too")
  func gatheredIsDropped() {
    let pool = PolicyModel(1)
    pool.gather("a")
    pool.terminate()
    pool.gather("b")
    #expect(pool.actions() == ["drop a", "kill 0", "drop b"])
  }

  @Test("tasks for one worker alone fill no more of its path than others")
  func pinnedWindow() {
    let pool = PolicyModel(1) { $0.window = 2 }
    for name in ["a", "b", "c"] { pool.submit(Piece(name), slot: 0) }
    #expect(pool.takeSent() == ["a to 0"])
    pool.answer(0)
    #expect(pool.takeSent() == ["b to 0", "c to 0"])
    for name in ["d", "e"] { pool.submit(Piece(name), slot: 0) }
    pool.answer(0)
    #expect(pool.takeSent() == ["d to 0"])
  }

  @Test("a task that has ended while it waited is given to nobody")
  func cancelledWhileWaiting() {
    let pool = PolicyModel(1)
    let cancelled = Piece("b")
    pool.submit("a")
    pool.submit(cancelled)
    pool.submit("c")
    cancelled.hasEnded = true
    pool.answer(0)
    #expect(pool.takeSent() == ["a to 0", "c to 0"])
  }

  @Test("a worker that has damaged its memory is killed, gets nothing more and counts as one that died")
  func misbehaved() {
    let pool = PolicyModel(1) { $0.restartBudget = 1 }
    pool.submit("a", "b")
    pool.misbehave(0)
    pool.misbehave(0)
    #expect(pool.actions() == ["kill 0"])
    pool.begin(0)
    #expect(pool.die(0).map(\.description) == ["a"])
    #expect(pool.actions() == ["start 0"])
    pool.misbehave(0)
    #expect(pool.actions() == ["kill 0"])
    #expect(pool.die(0) == [])
    #expect(pool.actions() == ["drop b: 2 died"])
    #expect(pool.takeSent() == ["a to 0"])
  }
}
