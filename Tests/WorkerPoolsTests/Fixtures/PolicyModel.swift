@testable import WorkerPools

/// A task that is nothing but a name.
final class Piece: PoolWork, Equatable, CustomStringConvertible {
  let description: String
  var hasEnded = false
  let attempts: Int?

  init(_ name: String, attempts: Int?) {
    description = name
    self.attempts = attempts
  }

  convenience init(_ name: String) { self.init(name, attempts: nil) }

  func waitsAgain() {}
  func discard() {}
  static func == (one: Piece, other: Piece) -> Bool { one === other }
}

/// The policy of a process pool with workers that are only numbers; does with it what `PoolCore` does.
final class PolicyModel {
  typealias State = PoolState<Piece>

  private(set) var state: State
  /// How many of the tasks that a worker holds it has begun: those whose answers nobody has read, and the one that runs.
  private(set) var begun: [Int]
  /// How many tasks each worker was sent that it has not answered, whatever the policy knows of them.
  private var inPath: [Int]
  /// Whether tasks may wait that nobody has looked at yet.
  private(set) var hasGathered = false
  /// What was sent to which worker since `takeSent`.
  private var sent: [String] = []
  /// What `now` is for the policy.
  var nowNs = 0
  /// Whether the task path to a worker that holds something has no room.
  var isPathFull: (_ slot: Int) -> Bool = { _ in false }

  /// A pool whose workers are ready, unless that is not wanted.
  init(_ workers: Int, isReady: Bool = true, rules: (inout State.Rules) -> Void = { _ in }) {
    var chosen = State.Rules()
    rules(&chosen)
    state = State(workers: workers, rules: chosen)
    begun = Array(repeating: 0, count: workers)
    inPath = begun
    if isReady { for slot in 0..<workers { ready(slot) } }
  }

  // MARK: What was decided

  func takeSent() -> [String] {
    defer { sent = [] }
    return sent
  }

  func takeActions() -> [State.Action] {
    var actions: [State.Action] = []
    while let action = state.takeAction() { actions.append(action) }
    return actions
  }

  /// The actions as text.
  func actions() -> [String] {
    takeActions().map { action in
      switch action {
      case .start(let slot, let delayNs): "start \(slot)" + (delayNs > 0 ? " after \(delayNs / 1_000_000) ms" : "")
      case .dismiss(let slot): "dismiss \(slot)"
      case .kill(let slot): "kill \(slot)"
      case .drop(let work, .terminated): "drop \(work)"
      case .drop(let work, .workersKeepDying(let count, let cause)): "drop \(work): \(count) \(cause)"
      case .drop(let work, .cannotStart(let count, let cause)): "drop \(work): not started \(count) times, \(cause)"
      case .drop(let work, .cannotServe(let cause)): "drop \(work): \(cause)"
      }
    }
  }

  // MARK: Events

  func submit(_ names: String...) { for name in names { submit(Piece(name)) } }

  func submit(_ piece: Piece, slot: Int? = nil) {
    if let slot = state.submit(piece, slot: slot) { send(piece, slot) }
  }

  /// As `submit`, in a busy pool: the task waits for others until somebody calls `sendGathered` or `shareOut`.
  func gather(_ piece: Piece) {
    state.gather(piece)
    hasGathered = true
  }

  func gather(_ names: String...) { for name in names { gather(Piece(name)) } }

  func sendGathered(enough: Int = 8) {
    if let slot = state.slotForGathered(enough: enough) { fill(slot, isGreedy: true) }
  }

  /// The worker in the slot has answered nothing for long.
  func fallSilent(_ slot: Int) {
    if takeBack(slot, .max) {
      if state.heldCount(slot) == 0 { fill(slot) } else { state.fellSilent(slot) }
    }
    while let idle = state.idleForWaiting() { fill(idle, isGreedy: true) }
  }

  func shareOut() {
    distribute()
    if state.waitingCount > 0 { sendGathered() }
    for slot in state.idleForTheft() { fill(slot) }
    hasGathered = false
  }

  /// The worker has damaged what it shares with its host.
  func misbehave(_ slot: Int) { state.misbehaved(slot) }

  func ready(_ slot: Int) {
    state.becameReady(slot)
    fill(slot)
  }

  /// The worker claims the next task that it holds; `false` where there is none.
  @discardableResult
  func begin(_ slot: Int) -> Bool {
    guard begun[slot] < inPath[slot] else { return false }
    begun[slot] += 1
    return true
  }

  /// The worker's oldest answer is read.
  @discardableResult
  func answer(_ slot: Int) -> Piece? {
    if begun[slot] == 0, !begin(slot) { return nil }
    begun[slot] -= 1
    inPath[slot] -= 1
    let piece = state.finished(slot)
    fill(slot)
    return piece
  }

  /// The worker dies, having answered all that it had begun but the last; returns the tasks that end with it.
  @discardableResult
  func die(_ slot: Int, cause: String = "died") -> [Piece] {
    let unclaimed = min(inPath[slot] - begun[slot], state.heldCount(slot))
    begun[slot] = 0
    inPath[slot] = 0
    let lost = state.ended(slot, unclaimed: unclaimed, cause: cause)
    distribute()
    return lost
  }

  /// The process that was to be started in the slot is not there, for want of something.
  func couldNotStart(_ slot: Int, cause: String = "no room") { state.couldNotStart(slot, cause: cause) }

  /// What the worker in the slot does not begin goes to those that have nothing to do.
  func passOn(_ slot: Int) {
    guard begun[slot] == 0, takeBack(slot, .max) else { return }
    distribute()
    fill(slot)
    state.rest(slot)
  }

  /// The process in the slot was no worker; returns the tasks that end with it.
  @discardableResult
  func cannotServe(_ slot: Int, cause: String = "no worker") -> [Piece] {
    begun[slot] = 0
    inPath[slot] = 0
    let lost = state.cannotServe(slot, cause: cause)
    distribute()
    return lost
  }

  /// Somebody cancels a task; returns whether that was in time.
  @discardableResult
  func cancel(_ piece: Piece) -> Bool {
    guard !piece.hasEnded else { return false }
    if let slot = slot(holding: piece) {
      let position = state.position(inSlot: slot) { $0 === piece } ?? 0
      // Its answer is there and only has to be read.
      if position < begun[slot] - 1 { return false }
      _ = takeBack(slot, .max)
      if self.slot(holding: piece) == slot {
        state.condemn(slot)
        piece.hasEnded = true
      } else {
        piece.hasEnded = true
        fill(slot)
      }
      distribute()
    }
    piece.hasEnded = true
    return true
  }

  private func slot(holding piece: Piece) -> Int? {
    state.slots.indices.first { state.position(inSlot: $0) { $0 === piece } != nil }
  }

  /// As `answer`; the worker says that it uses too much memory, too.
  func answerOutgrown(_ slot: Int) -> Piece? {
    if begun[slot] == 0, !begin(slot) { return nil }
    state.outgrew(slot)
    _ = takeBack(slot, .max)
    return answer(slot)
  }

  /// The task that was just given to the worker cannot be sent at all.
  func abandonSend(of name: String) -> Int? {
    guard let slot = state.submit(Piece(name)) else { return nil }
    state.sendAbandoned(slot)
    fill(slot)
    return slot
  }

  func close() { state.close() }
  func terminate() { state.terminate() }
  func retire(idleSinceBefore timeNs: Int) { state.retire(idleSinceBefore: timeNs) }
  func resize(to count: Int) {
    state.resize(to: count)
    while begun.count < state.slots.count {
      begun.append(0)
      inPath.append(0)
    }
  }

  // MARK: As in `PoolCore`

  private func send(_ piece: Piece, _ slot: Int) {
    if state.heldCount(slot) > 1, isPathFull(slot) {
      state.sendFailed(slot)
    } else {
      inPath[slot] += 1
      sent.append("\(piece) to \(slot)")
    }
  }

  private func fill(_ slot: Int, isGreedy: Bool = false) {
    repeat {
      while let piece = state.next(slot, isGreedy: isGreedy) { send(piece, slot) }
    } while steal(for: slot)
    state.settle(slot, nowNs: nowNs)
  }

  private func steal(for slot: Int) -> Bool {
    var spared: [Int] = []
    while let (victim, count) = state.theft(for: slot, sparing: spared) {
      if takeBack(victim, count) { return true }
      spared.append(victim)
    }
    return false
  }

  private func takeBack(_ slot: Int, _ maximum: Int) -> Bool {
    let unclaimed = inPath[slot] - begun[slot]
    let count = min(unclaimed, maximum)
    inPath[slot] -= count
    state.tookBack(slot, unclaimed: unclaimed, count: count)
    return count > 0
  }

  private func distribute() {
    while let slot = state.idleForWaiting() { fill(slot) }
  }
}
