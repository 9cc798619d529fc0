internal import Synchronization
internal import WorkerPoolsPosix

// The threads' life, and the end of the pool.
extension ThreadPoolCore {
  /// Reserves the places of threads that are about to start, so that there are as many as wanted.
  func reserve() -> [ThreadPoolWorker] {
    locked {
      var reserved: [ThreadPoolWorker] = []
      if refusal != nil { return reserved }
      while live + reserved.count < target {
        let slot = table.firstIndex { !$0.isLive } ?? table.count
        // Not the former thread's object: that thread may still be on its way out.
        let worker = ThreadPoolWorker(slot: slot, after: slot < table.count ? table[slot] : nil)
        if slot < table.count { table[slot] = worker } else { table.append(worker) }
        worker.isLive = true
        reserved.append(worker)
      }
      live += reserved.count
      return reserved
    }
  }

  /// A thread that was reserved will not work; `hasLeft` follows.
  func withdraw(_ worker: ThreadPoolWorker) {
    let told = locked {
      worker.isLive = false
      live -= 1
      leaving += 1
      if live <= target { revoke(Order.shrink) }
      return idlersToTell()
    }
    for idler in told { idler.wake() }
  }

  /// Has the pool consist of so many threads; throws where it is closed.
  ///
  /// Returns how many there were to be before.
  func setTarget(_ threads: Int) throws(PoolError) -> Int {
    lock.lock()
    if let refusal {
      lock.unlock()
      throw refusal
    }
    let before = target
    target = threads
    let surplus = live - target
    if surplus > 0 { order(Order.shrink) } else { revoke(Order.shrink) }
    let woken = (0..<max(surplus, 0)).compactMap { _ in policy.wakeOne().map { table[$0] } }
    lock.unlock()
    for worker in woken { worker.parker.unpark() }
    return before
  }

  func order(_ order: UInt8) { ordersGiven.bitwiseOr(order, ordering: .releasing) }
  func revoke(_ order: UInt8) { ordersGiven.bitwiseAnd(~order, ordering: .releasing) }

  /// Under the lock: a thread leaves, and what it had not begun goes back; returns whom to wake for that.
  ///
  /// `hasLeft` follows when the thread has nothing more to do.
  func leave(_ worker: ThreadPoolWorker) -> ThreadPoolWorker? {
    if worker.isSearching { policy.leaves() }
    worker.isSearching = false
    worker.isLive = false
    live -= 1
    leaving += 1
    if live <= target { revoke(Order.shrink) }
    queue.putFirst(worker.exchange(queue.takeSpare()))
    backlogHint.store(queue.count, ordering: .relaxed)
    if refusal?.code == .terminated || queue.count == 0 { return nil }
    return policy.submitted(backlog: queue.count, typicalNs: WakePolicy.unknownNs).map { table[$0] }
  }

  /// Called once for each thread that has left or was withdrawn; whether it was the last one of a pool that ends.
  ///
  /// The last one goes on only when every dropped task has ended, since callbacks need the pool until then.
  func hasLeft() -> Bool {
    if orders & Order.terminate != 0 { drop(locked { takeAll() }) }
    let isLast = locked {
      leaving -= 1
      guard live == 0, leaving == 0, refusal != nil, !hasEnded else { return false }
      hasEnded = true
      return true
    }
    if isLast { _ = waitUntilIdle(until: nil) }
    return isLast
  }

  // MARK: The end

  /// Takes no more tasks.
  func close() {
    let woken = locked {
      if refusal == nil { refusal = .closed }
      return orderAll(Order.close)
    }
    for worker in woken { worker.parker.unpark() }
    room?.refuse(.closed)
  }

  /// Takes no more tasks and ends those that have not begun.
  func terminate() {
    // In one step, so that no thread sees the order and takes itself for the last one before the tasks are dropped.
    let (woken, blocks) = locked {
      refusal = .terminated
      return (orderAll(Order.terminate), takeAll())
    }
    for worker in woken { worker.parker.unpark() }
    room?.refuse(.terminated)
    drop(blocks)
  }

  /// Under the lock: gives all threads an order; returns whom to wake for it.
  private func orderAll(_ given: UInt8) -> [ThreadPoolWorker] {
    order(given)
    // One that was accepted; from now on none is.
    if let call = calls.close() { append(.task(call)) }
    var woken: [ThreadPoolWorker] = []
    while let slot = policy.wakeOne() { woken.append(table[slot]) }
    return woken
  }

  /// Under the lock: what no thread has begun, whether it waits in the queue or was taken already; to be dropped.
  private func takeAll() -> [TaskBlock] {
    dropping += 1
    var blocks = table.map { $0.exchange(queue.takeSpare()) }
    while let block = queue.takeFirst() { blocks.append(block) }
    backlogHint.store(0, ordering: .relaxed)
    return blocks
  }

  private func drop(_ blocks: [TaskBlock]) {
    for block in blocks {
      while block.count > 0 { block.takeFirst().drop(.terminated) }
      block.free()
    }
    let told = locked {
      dropping -= 1
      return idlersToTell()
    }
    for idler in told { idler.wake() }
  }
}
