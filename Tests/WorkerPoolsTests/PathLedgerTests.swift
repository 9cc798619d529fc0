import Testing

@testable import WorkerPools

/// What a host believes of what a worker says.
@Suite("The ledger of a task path")
struct PathLedgerTests {
  private func ledger(_ requests: Int) -> PathLedger {
    var ledger = PathLedger()
    for _ in 0..<requests { ledger.append(.run) }
    return ledger
  }

  private func accepted(_ numbers: [UInt64], by ledger: inout PathLedger) -> [UInt64] {
    numbers.filter { ledger.accept($0) }
  }

  private func unclaimed(_ said: [(head: UInt64, tail: UInt64)], by ledger: inout PathLedger) -> [UInt64?] {
    said.map { ledger.unclaimed(head: $0.head, thenTail: $0.tail) }
  }

  @Test("replies are as many as requests are open, at most")
  func replies() {
    let ledger = ledger(3)
    #expect((0...3).map { ledger.newReplies($0) } == [0, 1, 2, 3])
    for tail in [4, 600, 1 << 63, UInt64.max] { #expect(ledger.newReplies(tail) == nil) }
  }

  @Test("an answer is accepted in its turn, once")
  func order() {
    var ledger = ledger(3)
    #expect(accepted([1, 2, 3, .max], by: &ledger) == [])
    #expect(accepted([0, 0, 1, 0, 1, 2, 2, 1], by: &ledger) == [0, 1, 2])
    #expect(accepted([3, 4], by: &ledger) == [], "no request is open")
    #expect(ledger.newReplies(2) == nil, "replies were accepted that are not said to be there")
  }

  @Test("what was taken back is not answered, and its slots come back in order")
  func holes() {
    var ledger = ledger(6)
    #expect(unclaimed([(1, 0)], by: &ledger) == [5])
    ledger.tookBack(from: 1, 2)
    #expect(unclaimed([(4, 1)], by: &ledger) == [2])
    ledger.tookBack(from: 4, 1)
    #expect(ledger.outstanding == 3)
    #expect(ledger.oldest == 0)
    #expect(accepted([0, 1], by: &ledger) == [0])
    #expect(ledger.oldest == 3)
    #expect(accepted([1, 2, 3, 4, 5], by: &ledger) == [3, 5])
    #expect(ledger.oldest == 6 && ledger.outstanding == 0)
  }

  @Test("claims only grow, and are one more than replies at most")
  func claims() {
    var ledger = ledger(4)
    let said: [(head: UInt64, tail: UInt64)] = [(5, 0), (.max, 0), (2, 0), (2, 1), (1, 1), (2, 1), (4, 1)]
    #expect(unclaimed(said, by: &ledger) == [nil, nil, nil, 2, nil, 2, nil])
  }

  @Test("the order to end is not answered, and nothing behind it is taken back")
  func end() {
    var ledger = ledger(1)
    ledger.append(.end)
    #expect(accepted([0, 1], by: &ledger) == [0])
    #expect(ledger.newReplies(2) == nil)
    #expect(ledger.hasEnd)
  }
}
