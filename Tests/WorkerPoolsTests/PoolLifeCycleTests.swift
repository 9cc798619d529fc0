import Testing

@testable import WorkerPools

/// The policy of the process pool, without a process: which workers there are.
@Suite("Pool state: workers")
struct PoolLifeCycleTests {
  @Test("a death costs the task that had begun; the others go on elsewhere, before all that wait")
  func death() {
    let pool = PolicyModel(1) { $0.window = 3 }
    pool.submit("a", "b", "c", "d")
    _ = pool.takeSent()
    pool.begin(0)
    #expect(pool.die(0).map(\.description) == ["a"])
    #expect(pool.actions() == ["start 0"])
    #expect(pool.state.waiting.map(\.work.description) == ["b", "c", "d"])
    pool.ready(0)
    #expect(pool.takeSent() == ["b to 0", "c to 0"])
  }

  @Test("a death before any task has begun costs none")
  func deathBeforeWork() {
    let pool = PolicyModel(2)
    pool.submit("a", "b")
    #expect(pool.die(1) == [])
    #expect(pool.state.waiting.map(\.work.description) == ["a"])
    pool.answer(0)
    #expect(pool.takeSent().last == "a to 0", "it need not wait for the new process")
  }

  @Test("a task is begun as often as it may be, and then ends with its worker")
  func attempts() {
    let pool = PolicyModel(1) { $0.maxAttempts = 3 }
    pool.submit("a")
    for _ in 0..<2 {
      pool.begin(0)
      #expect(pool.die(0) == [])
      pool.ready(0)
    }
    pool.begin(0)
    #expect(pool.die(0).map(\.description) == ["a"])
    #expect(pool.takeSent() == ["a to 0", "a to 0", "a to 0"])
  }

  @Test("a start that the system has no room for is no death: it is tried again and again while another worker serves")
  func shortage() {
    let pool = PolicyModel(2) { $0.restartBudget = 1 }
    pool.die(0)
    #expect(pool.actions() == ["start 0"])
    for attempt in 1...100 {
      pool.couldNotStart(0)
      let ms = min(10 << min(attempt - 1, 8), 2000)
      #expect(pool.actions() == ["start 0 after \(ms) ms"])
    }
    pool.ready(0)
    pool.submit("a", "b")
    #expect(pool.takeSent() == ["a to 0", "b to 1"])
  }

  @Test("an idle pool without any worker bears a shortage, too, and tasks that wait bear one for a while")
  func vainStarts() {
    let pool = PolicyModel(1) { $0.restartBudget = 1 }
    pool.die(0)
    for _ in 0..<100 { pool.couldNotStart(0) }
    _ = pool.actions()
    pool.submit("a")
    for _ in 1..<PolicyModel.State.mostVainStarts { pool.couldNotStart(0) }
    #expect(pool.actions().allSatisfy { $0 == "start 0 after 2000 ms" })
    pool.couldNotStart(0, cause: "no room")
    #expect(pool.actions() == ["drop a: not started 16 times, no room"])
    pool.submit("b")
    #expect(pool.actions() == ["drop b: not started 16 times, no room"])
    pool.close()
    #expect(pool.state.isOver)
  }

  @Test("a pool that was closed is over although a start fails that nothing needs any more")
  func shortageAtTheEnd() {
    let pool = PolicyModel(2)
    pool.die(0)
    pool.submit("a")
    pool.close()
    pool.couldNotStart(0)
    #expect(pool.state.slots[0].stage == .vacant || pool.state.slots[0].stage == .leaving(isReplaced: false))
    pool.answer(1)
    for slot in 0...1 where pool.state.slots[slot].stage != .vacant { pool.die(slot) }
    #expect(pool.state.isOver)
  }

  @Test("deaths in a row wait longer and longer, until the budget ends")
  func budget() {
    let pool = PolicyModel(1, isReady: false) { $0.restartBudget = 3 }
    pool.submit("a")
    for action in ["start 0", "start 0 after 10 ms", "start 0 after 20 ms"] {
      pool.die(0, cause: "exited")
      #expect(pool.actions() == [action])
    }
    pool.die(0, cause: "exited")
    #expect(pool.actions() == ["drop a: 4 exited"])
    pool.submit("b")
    #expect(pool.actions() == ["drop b: 4 exited"])
    pool.close()
    #expect(pool.state.isOver)
  }

  @Test("a process that is no worker ends all hope at once: nothing is started, and what waits is told why")
  func cannotServe() {
    let pool = PolicyModel(3, isReady: false)
    pool.ready(1)
    pool.submit("a")
    _ = pool.takeSent()
    pool.submit(Piece("b"), slot: 0)
    pool.submit("c")
    #expect(pool.cannotServe(0) == [])
    #expect(pool.actions() == ["drop c: no worker", "drop b: no worker", "kill 2"])
    pool.die(2)
    pool.submit("d")
    #expect(pool.actions() == ["drop d: no worker"])
    #expect(pool.answer(1)?.description == "a", "what runs, runs to its end")
    pool.die(1)
    #expect(pool.actions() == [], "nothing takes the place of what ends")
    pool.resize(to: 4)
    #expect(pool.actions() == [])
    pool.close()
    #expect(pool.state.isOver)
  }

  @Test("a process that is no worker after terminate or close is only gone")
  func cannotServeAtTheEnd() {
    for terminates in [false, true] {
      let pool = PolicyModel(1, isReady: false)
      pool.submit("a")
      if terminates { pool.terminate() } else { pool.close() }
      pool.cannotServe(0)
      #expect(pool.actions().count { $0.hasPrefix("drop a") } == 1)
      #expect(pool.state.isOver)
    }
  }

  @Test("no back-off is longer than a second")
  func longestBackOff() {
    let pool = PolicyModel(1, isReady: false) { $0.restartBudget = .max }
    for _ in 0..<70 { pool.die(0) }
    #expect(pool.actions().last == "start 0 after 1000 ms")
  }

  @Test("one finished task forgives all deaths before it")
  func forgiveness() {
    let pool = PolicyModel(1, isReady: false) { $0.restartBudget = 1 }
    for _ in 0..<10 {
      pool.die(0)
      pool.ready(0)
      pool.submit("a")
      #expect(pool.answer(0)?.description == "a")
      #expect(pool.actions() == ["start 0"])
    }
  }

  @Test("after close, workers leave when nothing waits, and a death brings what was lost another one")
  func close() {
    let pool = PolicyModel(2)
    pool.submit("a", "b", "c")
    pool.close()
    #expect(pool.actions() == [])
    pool.answer(1)
    #expect(pool.takeSent() == ["a to 1", "b to 0", "c to 1"])
    pool.answer(0)
    #expect(pool.actions() == ["dismiss 0"])
    pool.die(0)
    pool.die(1)
    #expect(pool.actions() == ["start 1"], "the task that it had not begun needs a worker")
    pool.ready(1)
    #expect(pool.answer(1)?.description == "c")
    #expect(pool.actions() == ["dismiss 1"])
    #expect(!pool.state.isOver)
    pool.die(1)
    #expect(pool.state.isOver)
  }

  @Test("terminate kills every worker and ends every task once")
  func terminate() {
    let pool = PolicyModel(2)
    pool.submit("a", "b", "c")
    pool.submit(Piece("d"), slot: 0)
    pool.terminate()
    pool.terminate()
    #expect(pool.actions().sorted() == ["drop a", "drop b", "drop c", "drop d", "kill 0", "kill 1"])
    #expect(pool.answer(0) == nil)
    #expect(pool.die(0) == [] && pool.die(1) == [])
    pool.submit("e")
    #expect(pool.actions() == ["drop e"])
    #expect(pool.state.isOver)
  }

  @Test("a worker is replaced after its tasks, and is sent no more than those")
  func recycle() {
    let pool = PolicyModel(1) {
      $0.window = 8
      $0.maxTasksPerWorker = 2
    }
    pool.submit("a", "b", "c")
    #expect(pool.takeSent() == ["a to 0", "b to 0"])
    pool.answer(0)
    #expect(pool.actions() == [])
    pool.answer(0)
    #expect(pool.actions() == ["dismiss 0"])
    pool.die(0)
    #expect(pool.actions() == ["start 0"], "an end that was ordered is no death")
    pool.ready(0)
    #expect(pool.takeSent() == ["c to 0"])
  }

  @Test("a worker that uses too much memory is replaced, and others run what it held")
  func outgrown() {
    let pool = PolicyModel(1) { $0.window = 8 }
    pool.submit("a", "b", "c")
    _ = pool.takeSent()
    #expect(pool.answerOutgrown(0)?.description == "a")
    #expect(pool.actions() == ["dismiss 0"])
    pool.die(0)
    pool.ready(0)
    pool.answer(0)
    #expect(pool.takeSent() == ["b to 0", "c to 0"])
  }

  @Test("a running task that is cancelled costs its worker, which is killed and replaced, and no other task")
  func cancelRunning() {
    let pool = PolicyModel(1) { $0.window = 8 }
    let victim = Piece("a")
    pool.submit(victim)
    pool.submit("b", "c")
    pool.begin(0)
    #expect(pool.cancel(victim))
    #expect(pool.actions() == ["kill 0"])
    pool.die(0)
    #expect(pool.actions() == ["start 0"])
    #expect(pool.state.deathsInRow == 0, "an end that was ordered is no death")
    _ = pool.takeSent()
    pool.ready(0)
    pool.answer(0)
    #expect(pool.takeSent() == ["b to 0", "c to 0"])
  }

  @Test("a task that its worker has not begun is cancelled without a death")
  func cancelUnclaimed() {
    let pool = PolicyModel(1) { $0.window = 8 }
    let victim = Piece("b")
    pool.submit("a")
    pool.submit(victim)
    pool.submit("c")
    pool.begin(0)
    #expect(pool.cancel(victim))
    #expect(!pool.cancel(victim))
    #expect(pool.actions() == [])
    pool.answer(0)
    #expect(pool.answer(0)?.description == "c")
  }

  @Test("a task's own number of attempts takes the place of the pool's")
  func ownAttempts() {
    let pool = PolicyModel(1) { $0.maxAttempts = 2 }
    let (careful, stubborn) = (Piece("careful", attempts: 1), Piece("stubborn", attempts: 3))
    pool.submit(careful)
    pool.begin(0)
    #expect(pool.die(0) == [careful])
    pool.ready(0)
    pool.submit(stubborn)
    for _ in 0..<2 {
      pool.begin(0)
      #expect(pool.die(0) == [])
      pool.ready(0)
    }
    pool.begin(0)
    #expect(pool.die(0) == [stubborn])
  }

  @Test("a task for one worker is tried again in its place alone")
  func pinnedAgain() {
    let pool = PolicyModel(2) { $0.maxAttempts = 2 }
    pool.submit(Piece("a"), slot: 0)
    pool.begin(0)
    #expect(pool.die(0) == [])
    pool.ready(0)
    #expect(pool.takeSent() == ["a to 0", "a to 0"])
  }

  @Test("all workers are ready once none is on its way")
  func readiness() {
    let pool = PolicyModel(2, isReady: false) { $0.minimumWorkers = 0 }
    pool.ready(0)
    #expect(!pool.state.isReady)
    pool.ready(1)
    #expect(pool.state.isReady)
    pool.die(1)
    #expect(!pool.state.isReady)
    pool.ready(1)
    pool.nowNs = 1
    pool.retire(idleSinceBefore: 1)
    #expect(pool.state.isReady)
    pool.die(0)
    #expect(pool.state.isReady, "it left because it was idle")
  }

  @Test("a task that is cancelled after terminate is cancelled without harm")
  func cancelAfterTerminate() {
    let pool = PolicyModel(1) { $0.window = 8 }
    let pieces = ["a", "b", "c"].map(Piece.init)
    for piece in pieces { pool.submit(piece) }
    pool.begin(0)
    pool.terminate()
    for piece in pieces { #expect(pool.cancel(piece)) }
    #expect(pool.state.slots[0].held.isEmpty)
  }
}
