internal import WorkerPoolsPosix

/// Somebody who waits for a result, for room in a queue, or for a pool to be idle or over.
enum ResultWaiter: Equatable {
  case thread(Parker)
  case task(Suspension)

  /// Whether it may be woken for something else and ask again while it is on a list: a thread has one parker for all its waits.
  var isShared: Bool { if case .thread = self { true } else { false } }

  func wake() {
    switch self {
    case .thread(let parker): parker.unpark()
    case .task(let suspension): suspension.wake()
    }
  }

  static func == (left: ResultWaiter, right: ResultWaiter) -> Bool {
    switch (left, right) {
    case (.thread(let one), .thread(let other)): one === other
    case (.task(let one), .task(let other)): one === other
    default: false
    }
  }
}

extension RangeReplaceableCollection<ResultWaiter> {
  /// Takes one that waits no longer off the list; whether it was there, so that nobody has told it.
  @discardableResult
  mutating func forget(_ waiter: ResultWaiter) -> Bool {
    guard let index = firstIndex(of: waiter) else { return false }
    remove(at: index)
    return true
  }
}
