internal import WorkerPoolsPosix

/// Somebody who waits for a result, or for room in a queue.
enum ResultWaiter {
  case thread(Parker)
  case continuation(CheckedContinuation<Void, Never>)
  /// A submitter that waits for room, or to be told why there will be none.
  case submitter(CheckedContinuation<PoolError?, Never>)

  /// Whether it is the thread of that parker.
  func isThread(_ parker: Parker) -> Bool {
    if case .thread(let own) = self { own === parker } else { false }
  }

  func wake() {
    switch self {
    case .thread(let parker): parker.unpark()
    case .continuation(let continuation): continuation.resume()
    case .submitter(let continuation): continuation.resume(returning: nil)
    }
  }
}
