/// The workers of a pool by slot; touched under the pool's lock.
struct WorkerTable {
  /// The worker in each slot; `nil` where there is none.
  private(set) var all: [WorkerProcess?]
  /// The same, to be looked at without counting the reference, on the way of every task.
  private var uncounted: [Unmanaged<WorkerProcess>?]

  init(slots: Int) {
    all = Array(repeating: nil, count: slots)
    uncounted = Array(repeating: nil, count: slots)
  }

  /// The number of slots, which only grows.
  var count: Int { all.count }

  mutating func grow(to count: Int) {
    while all.count < count {
      all.append(nil)
      uncounted.append(nil)
    }
  }

  subscript(slot: Int) -> WorkerProcess? {
    get { all[slot] }
    set {
      all[slot] = newValue
      uncounted[slot] = newValue.map(Unmanaged.passUnretained)
    }
  }

  /// The workers that there are.
  var present: some Sequence<WorkerProcess> { all.lazy.compactMap { $0 } }

  /// Looks at the worker in the slot, which must stay there meanwhile; `nil` where there is none.
  @inline(__always)
  func with<Result>(_ slot: Int, _ body: (WorkerProcess) throws -> Result) rethrows -> Result? {
    try uncounted[slot]?._withUnsafeGuaranteedRef { try body($0) }
  }
}
