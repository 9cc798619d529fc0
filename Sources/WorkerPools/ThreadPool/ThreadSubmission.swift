/// The way into the queue of a thread pool for tasks that can be claimed, through the room where that is bounded.
struct ThreadSubmission: Sendable {
  let core: ThreadPoolCore

  /// Submits the task, when the queue has room; `false` where the deadline (`MonotonicTime`) passed first.
  @discardableResult
  func submit(_ task: any ThreadWork, until deadline: Int? = nil) throws -> Bool {
    guard let room = core.room else {
      try core.submit(.task(task))
      return true
    }
    guard try enter(room, until: deadline) else { return false }
    try accepted(.task(task), room)
    return true
  }

  /// Submits a call that its submitter waits for: hands it to a thread that has nothing to do, past the queue, or appends it.
  ///
  /// Returns whether a thread was woken for it.
  func submit(_ call: ThreadCall) throws -> Bool {
    if let room = core.room { try enter(room) }
    if core.calls.offer(call) { return false }
    guard let room = core.room else { return try core.submit(.task(call)) }
    return try accepted(.task(call), room)
  }

  /// As `submit`, waiting for room without blocking a thread; what was not `told` of room is not submitted.
  func submit(awaitingRoom task: any ThreadWork, until deadline: Int? = nil) async throws -> Suspension.Wake {
    guard let room = core.room else {
      try core.submit(.task(task))
      return .told
    }
    let wake = try await room.entered(until: deadline)
    if wake == .told { try accepted(.task(task), room) }
    return wake
  }

  /// As `submit`; `false` where there is no room.
  func submitIfRoom(_ task: any ThreadWork) throws -> Bool {
    if let room = core.room, try !room.enterIfRoom() { return false }
    if let room = core.room { try accepted(.task(task), room) } else { try core.submit(.task(task)) }
    return true
  }

  /// Submits what runs to its end without a result, when that room has a place.
  func submit(_ body: @escaping @Sendable () -> Void, in room: QueueRoom) throws {
    try enter(room)
    try accepted(.task(BoundedClosure(body, room)), room)
  }

  /// Whether tasks that belong together are submitted together, or refused together.
  var refusesWhenFull: Bool { core.room?.fails ?? false }

  /// Takes so many places; throws, and takes none, where there are not so many.
  func enter(_ count: Int) throws { if count > 0 { try core.room?.enter(count) } }

  /// Submits a task that has a place already, and gives that back where it throws.
  func submitEntered(_ task: any ThreadWork) throws {
    if let room = core.room { try accepted(.task(task), room) } else { try core.submit(.task(task)) }
  }

  @discardableResult
  private func enter(_ room: QueueRoom, until deadline: Int? = nil) throws -> Bool {
    if ThreadPoolWorker.current(of: core.identity) == nil { return try room.enter(until: deadline) }
    try room.enterFromInside()
    return true
  }

  @discardableResult
  private func accepted(_ work: QueuedWork, _ room: QueueRoom) throws -> Bool {
    do {
      return try core.submit(work)
    } catch {
      room.leave()
      throw error
    }
  }
}
