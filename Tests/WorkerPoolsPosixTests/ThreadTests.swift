import Synchronization
import Testing
import WorkerPoolsPosix

@Suite("Threads")
struct ThreadTests {
  @Test("a thread runs, has its name and is joined", .timeLimit(.minutes(20)))
  func start() throws {
    let name = Mutex("")
    let thread = try PlatformThread.start(name: "a name that is too long", stackSize: 1) {
      name.withLock { $0 = PlatformThread.currentName }
    }
    thread.join()
    thread.join()
    #expect(name.withLock { $0 } == "a name that is ")
    #expect(!thread.isCurrent)
    #expect(PlatformThread.defaultStackSize >= PlatformThread.minimumStackSize)
  }

  @Test("an impossible stack is a typed error")
  func refusal() {
    #expect(throws: PosixError.self) { try PlatformThread.start(stackSize: 1 << 60) {} }
  }

  @Test(
    "a wait on a condition outlasts wake-ups that are not for it, and ends at its deadline", .timeLimit(.minutes(20)))
  func condition() throws {
    let lock = ConditionLock(0)
    let looks = Atomic(0)
    let isOver = Atomic(false)
    let thread = try PlatformThread.start {
      for wakeUp in 1...3 {
        while looks.load(ordering: .acquiring) < wakeUp, !isOver.load(ordering: .acquiring) {}
        // The waiter looks with the lock held, so that whoever has the lock now finds it asleep.
        lock.withLock { $0 = wakeUp }
        lock.signal()
      }
    }
    let seen = lock.waiting(while: { value in
      looks.add(1, ordering: .releasing)
      return value < 3
    }) { $0 }
    isOver.store(true, ordering: .releasing)
    #expect(seen == 3)
    thread.join()
    let deadline = MonotonicTime.now() + 2_000_000
    #expect(lock.waiting(until: deadline, while: { $0 == 3 }) == false)
    #expect(MonotonicTime.now() >= deadline)
  }

  @Test("a permission given before the wait is kept", .timeLimit(.minutes(20)))
  func parker() throws {
    let parker = Parker()
    parker.unpark()
    parker.unpark()
    #expect(parker.park())
    #expect(!parker.park(until: MonotonicTime.now() + 1_000_000))
    let thread = try PlatformThread.start { parker.unpark() }
    #expect(parker.park())
    thread.join()
  }

  @Test("a futex wakes who waits on it, and lets nobody wait on another value", .timeLimit(.minutes(20)))
  func futex() throws {
    let word = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
    word.initialize(to: 1)
    defer { word.deallocate() }
    #expect(Futex.wait(on: word, expected: 2) == .woken)
    #expect(Futex.wait(on: word, expected: 1, timeoutNs: 1_000_000) == .timedOut)
    #expect(Futex.wake(word) == 0)
    let address = UInt(bitPattern: word)
    let thread = try PlatformThread.start {
      _ = Futex.wait(on: UnsafePointer(bitPattern: address)!, expected: 1)
    }
    while Futex.wake(word) == 0 { MonotonicTime.sleep(nanoseconds: 10_000) }
    thread.join()
  }

  @Test("each thread has its own value, which ends with it", .timeLimit(.minutes(20)))
  func threadLocal() throws {
    let ended = ConditionLock(0)
    let local = ThreadLocal<Token>()
    #expect(local.value == nil)
    local.value = Token(ended)
    let thread = try PlatformThread.start {
      #expect(local.value == nil)
      let token = local.value { Token(ended) }
      #expect(local.value === token)
    }
    thread.join()
    #expect(ended.withLock { $0 } == 1)
    local.value = nil
    #expect(ended.withLock { $0 } == 2)
  }

  /// Counts its end.
  private final class Token: Sendable {
    private let ended: ConditionLock<Int>

    init(_ ended: ConditionLock<Int>) { self.ended = ended }

    deinit { ended.withLock { $0 += 1 } }
  }
}
