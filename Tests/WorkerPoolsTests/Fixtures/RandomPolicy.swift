@testable import WorkerPools

/// A pool's policy that is driven by random events, of which each could happen, and keeps account of every task.
struct RandomPolicy {
  let model: PolicyModel
  private var random: SeededGenerator
  private let usesPinned: Bool
  private let gathers: Bool
  /// How many accepted tasks may wait beyond one for each worker; more are refused.
  private let queueLimit: Int?
  /// How many tasks were refused.
  private(set) var refusals = 0
  private let mayNotServe: Bool
  private var isOpen = true
  private var pieces: [Piece] = []
  /// How often each task has ended, by number.
  private(set) var ends: [ObjectIdentifier: Int] = [:]

  init(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let workers = Int.random(in: 1...4, using: &random)
    usesPinned = seed % 3 == 0
    gathers = seed % 2 == 0
    queueLimit = seed % 3 == 1 ? Int.random(in: 0...8, using: &random) : nil
    mayNotServe = seed % 8 == 5
    model = PolicyModel(workers, isReady: false) { rules in
      rules.window = [1, 2, 4, 16].randomElement(using: &random) ?? 1
      rules.maxAttempts = Int.random(in: 1...3, using: &random)
      rules.maxTasksPerWorker = Bool.random(using: &random) ? Int.random(in: 1...5, using: &random) : nil
      rules.minimumWorkers = Bool.random(using: &random) ? Int.random(in: 0...workers, using: &random) : .max
      rules.restartBudget = seed % 4 == 0 ? 3 : .max
    }
    self.random = random
  }

  /// Lets one event happen.
  mutating func step() {
    model.nowNs += 1
    let slot = Int.random(in: model.state.slots.indices, using: &random)
    let isPathFull = Int.random(in: 0..<8, using: &random) == 0
    model.isPathFull = { _ in isPathFull }
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<35: if isOpen { submit(slot) }
    case 35..<55: _ = model.begin(slot)
    case 55..<79: answer(slot)
    case 79..<80: answer(slot, isOutgrown: true)
    case 80..<90: proceed(slot)
    case 90..<91: die(slot)
    case 91..<92:
      if Bool.random(using: &random) { model.couldNotStart(slot) } else if model.state.hasIdle { model.passOn(slot) }
    case 92..<93: model.misbehave(slot)
    case 93..<94 where mayNotServe: cannotServe(slot)
    case 93..<96: cancel()
    case 96..<97:
      if gathers {
        if state(slot).held.count > 1 { model.fallSilent(slot) }
        model.shareOut()
      }
    case 97..<98: if isOpen { model.resize(to: Int.random(in: 1...5, using: &random)) }
    default: model.retire(idleSinceBefore: model.nowNs - Int.random(in: 0...50, using: &random))
    }
    act()
  }

  /// Closes or terminates the pool and lets its workers do what is left.
  mutating func finish(terminating: Bool) {
    if terminating { model.terminate() } else { model.close() }
    isOpen = false
    for _ in 0..<Int.random(in: 0..<200, using: &random) { step() }
    model.isPathFull = { _ in false }
    for _ in 0..<10_000 where !model.state.isOver {
      act()
      for slot in model.state.slots.indices {
        answer(slot)
        proceed(slot)
      }
      model.shareOut()
    }
    act()
  }

  /// The tasks that have not ended exactly once.
  var misjudged: [Piece] { pieces.filter { ends[ObjectIdentifier($0)] != 1 } }

  // MARK: Events

  private func state(_ slot: Int) -> PolicyModel.State.Slot { model.state.slots[slot] }

  private mutating func submit(_ slot: Int) {
    guard makesRoom(slot) else {
      refusals += 1
      return
    }
    let piece = Piece("\(pieces.count)")
    pieces.append(piece)
    if gathers, Bool.random(using: &random) { return model.gather(piece) }
    let isPinned = usesPinned && Int.random(in: 0..<10, using: &random) == 0
    model.submit(piece, slot: isPinned ? slot : nil)
  }

  /// Whether the queue has room; before it refuses a task, a submitter sends what has gathered, or reads a reply.
  private mutating func makesRoom(_ slot: Int) -> Bool {
    guard let queueLimit else { return true }
    if unfinishedCount - model.state.target < queueLimit { return true }
    if model.state.waitingCount > 0 { model.sendGathered() } else { answer(slot) }
    return unfinishedCount - model.state.target < queueLimit
  }

  private var unfinishedCount: Int { pieces.count { !$0.hasEnded } }

  private mutating func answer(_ slot: Int, isOutgrown: Bool = false) {
    let stage = model.state.slots[slot].stage
    guard stage != .starting, stage != .vacant else { return }
    let piece = isOutgrown ? model.answerOutgrown(slot) : model.answer(slot)
    if let piece, !piece.hasEnded { end(piece) }
  }

  private mutating func die(_ slot: Int) {
    guard model.state.slots[slot].stage != .vacant else { return }
    // The answers that it has given are read first.
    while model.begun[slot] > 1 { answer(slot) }
    for piece in model.die(slot) where !piece.hasEnded { end(piece) }
  }

  private mutating func cannotServe(_ slot: Int) {
    guard model.state.slots[slot].stage == .starting else { return }
    for piece in model.cannotServe(slot) where !piece.hasEnded { end(piece) }
  }

  /// What comes next in a worker's life.
  private mutating func proceed(_ slot: Int) {
    switch model.state.slots[slot].stage {
    case .starting: model.ready(slot)
    case .leaving: die(slot)
    case .ready, .vacant: break
    }
  }

  private mutating func cancel() {
    if let piece = pieces.suffix(20).randomElement(using: &random), model.cancel(piece) {
      ends[ObjectIdentifier(piece), default: 0] += 1
    }
  }

  private mutating func act() {
    for action in model.takeActions() {
      if case .drop(let piece, _) = action, !piece.hasEnded { end(piece) }
    }
  }

  private mutating func end(_ piece: Piece) {
    piece.hasEnded = true
    ends[ObjectIdentifier(piece), default: 0] += 1
  }
}

// MARK: What must hold after each event

extension RandomPolicy {
  /// The first promise that does not hold, in words.
  var brokenPromise: String? {
    let state = model.state
    let slots = state.slots
    if state.busyCount != slots.count(where: { !$0.held.isEmpty }) { return "the count of busy workers" }
    if state.crowdedCount != slots.count(where: { $0.held.count > 1 }) { return "the count of crowded workers" }
    return accountBroken ?? idlenessBroken ?? (state.phase == .open && state.failure == nil ? sizeBroken : nil)
  }

  /// No task is lost or doubled.
  private var accountBroken: String? {
    let slots = model.state.slots
    let entries = Array(model.state.waiting) + slots.flatMap { Array($0.held) + Array($0.pinned) }
    let found = Set(entries.map { ObjectIdentifier($0.work) })
    if found.count != entries.count { return "a task is in two places" }
    if let lost = pieces.first(where: { !$0.hasEnded && !found.contains(ObjectIdentifier($0)) }) {
      return "task \(lost) is lost"
    }
    if ends.values.contains(where: { $0 != 1 }) { return "a task has ended twice" }
    let stillWaits = model.state.waiting.contains { !$0.work.hasEnded }
    if stillWaits, !model.hasGathered, slots.allSatisfy({ $0.stage == .vacant }) {
      return "tasks wait and no worker will come"
    }
    return nil
  }

  /// No task waits while a worker is idle.
  private var idlenessBroken: String? {
    let state = model.state
    let idle = Set(state.idle)
    if idle.count != state.idle.count { return "a worker is idle twice" }
    if let slot = idle.first(where: { state.slots[$0].stage != .ready || !state.slots[$0].held.isEmpty }) {
      return "worker \(slot) is called idle and is not"
    }
    if state.phase == .open {
      let free = state.slots.indices.filter { state.slots[$0].stage == .ready && state.slots[$0].held.isEmpty }
      if Set(free) != idle { return "workers \(free) have nothing to do, and \(idle) are called idle" }
    }
    if idle.isEmpty || model.hasGathered { return nil }
    if state.waiting.contains(where: { !$0.work.hasEnded }) { return "tasks wait although \(idle) are idle" }
    for (slot, begun) in zip(state.slots.indices, model.begun) where state.slots[slot].held.count > 1 {
      let unclaimed = state.slots[slot].held.dropFirst(max(begun, 1)).filter { !$0.isPinned }
      if !unclaimed.isEmpty { return "worker \(slot) holds \(unclaimed.map(\.work)) although \(idle) are idle" }
    }
    return nil
  }

  /// The pool keeps its size.
  private var sizeBroken: String? {
    let state = model.state
    var staying = 0
    for (number, slot) in state.slots.enumerated() {
      let isStaying = [.starting, .ready, .leaving(isReplaced: true)].contains(slot.stage)
      if number < state.target {
        if isStaying { staying += 1 }
      } else if isStaying, slot.held.isEmpty, slot.pinned.isEmpty, slot.stage != .leaving(isReplaced: true) {
        return "worker \(number) is one too many and stays"
      }
      if !slot.pinned.isEmpty, slot.stage == .vacant { return "tasks wait for worker \(number), which does not come" }
    }
    let least = min(state.rules.minimumWorkers, state.target)
    return staying < least ? "\(staying) workers are left of at least \(least)" : nil
  }
}
