import Testing

@testable import WorkerPools

@Suite("Payload arena")
struct PayloadArenaTests {
  @Test(
    "parts in use never overlap and lie inside, in whatever order they are released",
    arguments: 0..<8 as Range<UInt64>)
  func randomUse(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let capacity = 64 << Int.random(in: 0...8, using: &random)
    var arena = PayloadArena(capacity: capacity)
    var used: [UInt64: Range<Int>] = [:]
    for number in 0..<4000 as Range<UInt64> {
      let count = Int.random(in: 33...max(34, capacity / 2), using: &random)
      if let offset = arena.reserve(count, for: number) {
        let range = offset..<offset + count
        #expect(offset.isMultiple(of: 64) && range.upperBound <= capacity)
        #expect(used.values.allSatisfy { !$0.overlaps(range) })
        used[number] = range
      }
      while used.count > Int.random(in: 0...6, using: &random), let gone = used.keys.randomElement(using: &random) {
        arena.release(gone)
        used[gone] = nil
      }
      if used.isEmpty { #expect(arena.isEmpty && arena.reserve(capacity, for: .max) == 0) }
      arena.release(.max)
    }
  }

  @Test("room comes back in the order of writing")
  func order() {
    var arena = PayloadArena(capacity: 256)
    let offsets = (0..<4).map { arena.reserve(64, for: UInt64($0)) }
    #expect(offsets == [0, 64, 128, 192])
    arena.release(1)
    #expect(arena.reserve(64, for: 4) == nil, "the oldest part is still in use")
    arena.release(0)
    #expect(arena.reserve(128, for: 4) == nil, "a full circle could not be told from an empty one")
    #expect(arena.reserve(100, for: 4) == 0)
  }

  @Test("all parts below a number are released at once")
  func releaseBelow() {
    var arena = PayloadArena(capacity: 256)
    for number in 0..<4 as Range<UInt64> { _ = arena.reserve(64, for: number) }
    arena.release(below: 3)
    #expect(!arena.isEmpty)
    arena.release(below: 4)
    #expect(arena.isEmpty)
  }

  @Test("what is larger than the region has no place")
  func tooLarge() {
    var arena = PayloadArena(capacity: 256)
    #expect(arena.reserve(257, for: 0) == nil)
    #expect(arena.isEmpty)
  }
}
