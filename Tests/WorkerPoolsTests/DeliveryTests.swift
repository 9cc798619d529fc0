import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// The thread on which callbacks run, at its end.
@Suite("Delivery of callbacks")
struct DeliveryTests {
  @Test("a callback that comes when the thread has ended runs all the same", .timeLimit(.minutes(20)))
  func late() throws {
    let delivery = Delivery(threadName: "late") { _ in }
    try delivery.start()
    delivery.stop()
    let ran = Locked(false)
    delivery.deliver { ran.withLock { $0 = true } }
    #expect(ran.withLock { $0 })
  }

  @Test("the thread stays until those who are about to end a task have done so", .timeLimit(.minutes(20)))
  func expected() throws {
    let delivery = Delivery(threadName: "expected") { _ in }
    try delivery.start()
    let events = Locked<[String]>([])
    let mayEnd = Parker()
    let hasBegun = Parker()
    let ender = try PlatformThread.start {
      delivery.expecting {
        hasBegun.unpark()
        _ = mayEnd.park()
        delivery.deliver { events.withLock { $0.append(delivery.isCurrent ? "on its thread" : "elsewhere") } }
      }
    }
    _ = hasBegun.park()
    let stopper = try PlatformThread.start {
      delivery.stop()
      events.withLock { $0.append("stopped") }
    }
    eventually { delivery.isStopping }
    mayEnd.unpark()
    ender.join()
    stopper.join()
    #expect(events.withLock { $0 } == ["on its thread", "stopped"])
  }
}
