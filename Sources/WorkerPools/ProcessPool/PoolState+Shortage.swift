// Processes that could not be started because the system was short of something.
extension PoolState {
  /// So often a worker that tasks wait for is tried to be started, in about 17 seconds, before the pool gives up.
  static var mostVainStarts: Int { 16 }
  private static var shortestDelayNs: Int { 10_000_000 }
  private static var longestDelayNs: Int { 2_000_000_000 }

  /// The process that was to be started in the slot is not there, and may be at another time.
  ///
  /// That is no death: as long as another worker serves, or nothing waits, it is tried again and again, after 10 ms, 20 ms and so
  /// on up to 2 s.
  mutating func couldNotStart(_ slot: Int, cause: String) {
    // One that is to leave is not needed any more, as its order says that is still to be taken.
    guard slots[slot].stage == .starting else { return }
    defer { provideForWaiting() }
    guard isNeeded(slot) else { return vacate(slot) }
    slots[slot].failedStarts += 1
    slots[slot].vainStarts = isInNeed ? slots[slot].vainStarts + 1 : 0
    let count = slots[slot].vainStarts
    if count >= Self.mostVainStarts {
      giveUp(.cannotStart(count: count, cause: cause))
      return vacate(slot)
    }
    start(slot, delayNs: min(Self.shortestDelayNs << min(slots[slot].failedStarts - 1, 8), Self.longestDelayNs))
  }

  /// Whether tasks wait and no worker serves.
  private var isInNeed: Bool {
    let hasWorker = slots.contains { $0.stage == .ready }
    return !hasWorker && (!waiting.isEmpty || slots.contains { !$0.pinned.isEmpty })
  }

  private mutating func vacate(_ slot: Int) { slots[slot] = Slot(pinned: slots[slot].pinned) }
}
