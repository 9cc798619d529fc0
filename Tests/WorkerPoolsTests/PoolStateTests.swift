import Testing

@testable import WorkerPools

/// The policy of the process pool, without a process.
@Suite("Pool state")
struct PoolStateTests {
  private typealias State = PoolState<String>

  private func actions(_ state: inout State) -> [String] {
    var texts: [String] = []
    while let action = state.takeAction() {
      switch action {
      case .start(let slot, let delayNs): texts.append("start \(slot) after \(delayNs / 1_000_000) ms")
      case .send(let work, let slot): texts.append("send \(work) to \(slot)")
      case .dismiss(let slot): texts.append("dismiss \(slot)")
      case .kill(let slot): texts.append("kill \(slot)")
      case .drop(let work, .terminated): texts.append("drop \(work)")
      case .drop(let work, .workersKeepDying(let count, let cause)): texts.append("drop \(work): \(count) \(cause)")
      }
    }
    return texts
  }

  private func ready(_ workers: Int, budget: Int = 8) -> State {
    var state = State(workers: workers, restartBudget: budget)
    for slot in 0..<workers { state.becameReady(slot) }
    return state
  }

  @Test("tasks wait until a worker is ready, then go one to each")
  func dispatch() {
    var state = State(workers: 2, restartBudget: 8)
    for work in ["a", "b", "c"] { state.submit(work) }
    #expect(actions(&state).isEmpty)
    state.becameReady(1)
    state.becameReady(0)
    #expect(actions(&state) == ["send a to 1", "send b to 0"])
    #expect(state.finished(0) == "b")
    #expect(actions(&state) == ["send c to 0"])
    #expect(state.finished(1) == "a")
    #expect(state.finished(1) == nil)
    #expect(actions(&state).isEmpty)
  }

  @Test("a task for one worker goes to no other")
  func pinned() {
    var state = ready(2)
    state.submit("a", slot: 1)
    state.submit("b", slot: 1)
    state.submit("c")
    #expect(actions(&state) == ["send a to 1", "send c to 0"])
    #expect(state.finished(0) == "c")
    #expect(actions(&state).isEmpty)
    #expect(state.finished(1) == "a")
    #expect(actions(&state) == ["send b to 1"])
  }

  @Test("a worker has one task at a time, however it came to it")
  func oneAtATime() {
    var state = ready(2)
    state.submit("a", slot: 1)
    for work in ["b", "c"] { state.submit(work) }
    #expect(actions(&state) == ["send a to 1", "send b to 0"])
    #expect(state.ended(0, hasBegun: true, cause: "died") == "b")
    #expect(actions(&state) == ["start 0 after 0 ms"])
    #expect(state.finished(1) == "a")
    #expect(actions(&state) == ["send c to 1"])
    state.becameReady(0)
    #expect(state.ended(0, hasBegun: true, cause: "died") == nil)
    state.submit("d")
    #expect(actions(&state) == ["start 0 after 0 ms"], "a dead worker is not idle")
  }

  @Test("a death costs the task that had begun, and gives back the one that had not")
  func death() {
    var state = ready(2)
    for work in ["a", "b", "c"] { state.submit(work) }
    #expect(actions(&state) == ["send a to 1", "send b to 0"])
    #expect(state.ended(1, hasBegun: true, cause: "died") == "a")
    #expect(state.ended(0, hasBegun: false, cause: "died") == nil)
    #expect(actions(&state) == ["start 1 after 0 ms", "start 0 after 0 ms"])
    state.becameReady(1)
    #expect(actions(&state) == ["send b to 1"])
  }

  @Test("an answer of a worker that is ending counts, and brings it no other task")
  func lastAnswer() {
    var state = ready(1)
    state.submit("a")
    state.submit("b")
    #expect(actions(&state) == ["send a to 0"])
    #expect(state.finished(0, isEnding: true) == "a")
    #expect(actions(&state).isEmpty)
    #expect(state.ended(0, hasBegun: true, cause: "died") == nil)
    #expect(actions(&state) == ["start 0 after 0 ms"])
  }

  @Test("deaths in a row wait longer and longer, until the budget ends")
  func budget() {
    var state = State(workers: 1, restartBudget: 3)
    state.submit("a")
    for delay in [0, 10, 20] {
      #expect(state.ended(0, hasBegun: true, cause: "exited") == nil)
      #expect(actions(&state) == ["start 0 after \(delay) ms"])
    }
    #expect(state.ended(0, hasBegun: true, cause: "exited") == nil)
    #expect(actions(&state) == ["drop a: 4 exited"])
    state.submit("b")
    #expect(actions(&state) == ["drop b: 4 exited"])
    state.close()
    #expect(state.isOver)
  }

  @Test("one finished task forgives all deaths before it")
  func forgiveness() {
    var state = State(workers: 1, restartBudget: 1)
    for _ in 0..<10 {
      #expect(state.ended(0, hasBegun: true, cause: "exited") == nil)
      state.becameReady(0)
      state.submit("a")
      #expect(actions(&state) == ["start 0 after 0 ms", "send a to 0"])
      #expect(state.finished(0) == "a")
    }
  }

  @Test("after close, workers leave when nothing waits, and not before")
  func close() {
    var state = ready(2)
    for work in ["a", "b", "c"] { state.submit(work) }
    state.close()
    #expect(actions(&state) == ["send a to 1", "send b to 0"])
    _ = state.finished(1)
    #expect(actions(&state) == ["send c to 1"])
    _ = state.finished(0)
    #expect(actions(&state) == ["dismiss 0"])
    _ = state.ended(0, hasBegun: true, cause: "exited")
    #expect(state.ended(1, hasBegun: false, cause: "died") == nil)
    #expect(actions(&state) == ["start 1 after 0 ms"], "the task that it had not begun needs a worker")
    state.becameReady(1)
    #expect(actions(&state) == ["send c to 1"])
    #expect(state.finished(1) == "c")
    #expect(actions(&state) == ["dismiss 1"])
    #expect(!state.isOver)
    _ = state.ended(1, hasBegun: true, cause: "exited")
    #expect(state.isOver)
  }

  @Test("terminate kills every worker and ends every task once")
  func terminate() {
    var state = ready(2)
    for work in ["a", "b", "c"] { state.submit(work) }
    state.submit("d", slot: 0)
    _ = actions(&state)
    state.terminate()
    state.terminate()
    #expect(actions(&state) == ["drop c", "drop d", "drop b", "kill 0", "drop a", "kill 1"])
    #expect(state.finished(0) == nil)
    #expect(state.ended(0, hasBegun: true, cause: "killed") == nil)
    #expect(state.ended(1, hasBegun: true, cause: "killed") == nil)
    state.submit("e")
    #expect(actions(&state) == ["drop e"])
    #expect(state.isOver)
  }
}
