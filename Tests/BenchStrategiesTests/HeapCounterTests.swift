import BenchWorkloads
import Testing

@testable import BenchStrategies

@Suite("Counting heap allocations", .serialized)
struct HeapCounterTests {
  @Test("an allocation moves the counter by its size class")
  func counts() throws {
    let counter = try #require(HeapCounter(), "the tests are linked with jemalloc")
    let before = counter.read()
    let blocks = (0..<10).map { _ in UnsafeMutableRawPointer.allocate(byteCount: 1 << 20, alignment: 16) }
    let after = counter.read()
    for block in blocks { block.deallocate() }
    #expect((after - before).allocations >= 10)
    #expect((after - before).bytes >= 10 << 20)
  }

  @Test("reading twice in a row counts nothing of its own")
  func readingIsFree() throws {
    let counter = try #require(HeapCounter())
    // Other threads of the test process may allocate, so the smallest of many differences is what counts.
    let least = (0..<200).map { _ in
      let before = counter.read()
      return (counter.read() - before).allocations
    }.min()
    #expect(least == 0)
  }

  @Test("making a counter allocates nothing but the block that it looks for")
  func makingIsFree() throws {
    let counter = try #require(HeapCounter())
    // Other threads of the test process may allocate, so the smallest of many differences is what counts.
    let least = (0..<200).map { _ in
      let before = counter.read()
      let isMade = HeapCounter() != nil
      #expect(isMade)
      return (counter.read() - before).allocations
    }.min()
    #expect(least == 1, "the block by which jemalloc is recognised, which a new counter leaves out of its readings")
  }

  @Test("a sum with a missing count is missing")
  func missing() {
    let known = UnitTotals(heap: HeapCount(allocations: 3, bytes: 4))
    #expect((known + UnitTotals(heap: nil)).heap == nil)
    #expect((known - UnitTotals(heap: .zero)).heap == HeapCount(allocations: 3, bytes: 4))
  }
}
