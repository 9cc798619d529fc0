internal import Atomics
internal import WorkerPoolsPosix

// What the host can see of a worker without an answer from it; under the lock.
extension HostPath {
  /// When the worker began the task with a time limit that it runs, by `MonotonicTime`; `nil` where it runs none.
  ///
  /// A task whose reply is there, that began in the future, or that begins again and again, cannot run.
  var runningSinceNs: Int? {
    let number = memory.runningNumber.load(ordering: .acquiring)
    let since = memory.runningSince.load(ordering: .acquiring)
    guard number != 0, memory.runningNumber.load(ordering: .acquiring) == number, newReplies == 0 else { return nil }
    if isDamaged { return nil }
    let isPossible = number &- 1 == ledger.oldest && ledger.outstanding > 0
    let isSame = number != shownTask.number || since == shownTask.since
    guard isPossible, isSame, let sinceNs = Int(exactly: since), sinceNs <= MonotonicTime.now() else {
      report("the task that it runs")
      return nil
    }
    shownTask = (number, since)
    return sinceNs
  }

  /// Looks at all words whose range the host knows, and reports where one is outside.
  func inspect() {
    let isSleepPossible = [memory.workerSleep, memory.roomSleep].allSatisfy { $0.load(ordering: .relaxed) <= 1 }
    guard isSleepPossible, memory.hostSleep.load(ordering: .relaxed) <= HostSleep.onBell else {
      return report("a word by which one side learns that the other one sleeps")
    }
    guard memory.requestTail.load(ordering: .relaxed) == ledger.appended else {
      return report("the count of its requests")
    }
    inspectClaims()
  }

  /// Reports a worker that sleeps although it has not answered what is claimed; under the lock.
  ///
  /// A worker sleeps only when it has answered all that it has claimed. In this order: claims that were there before it was
  /// seen to sleep, and the answers that were there afterwards.
  private func inspectClaims() {
    let head = memory.requestHead.load(ordering: .acquiring)
    let isAsleep = memory.workerSleep.load(ordering: .sequentiallyConsistent) == 1
    guard let unclaimed = unclaimed(head), isAsleep, !ledger.hasEnd else { return }
    if Int(ledger.outstanding) - Int(unclaimed) > newReplies {
      report("the count of the requests that it has begun")
    }
  }

  /// Whether the worker holds requests, and has begun none of them; under the lock.
  var hasBegunNothing: Bool {
    guard ledger.outstanding > 0, newReplies == 0 else { return false }
    guard let unclaimed = unclaimed(memory.requestHead.load(ordering: .acquiring)) else { return false }
    return Int(unclaimed) - (ledger.hasEnd ? 1 : 0) == Int(ledger.outstanding)
  }
}
