import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// The blocks in which tasks wait.
@Suite("Blocks of tasks")
struct TaskBlockTests {
  @Test("the earlier half goes to another block, and of an odd number the greater part")
  func half() {
    let (block, other) = (TaskBlock.make(), TaskBlock.make())
    for (count, moved) in [(1, 1), (2, 1), (5, 3), (64, 32)] {
      let ran = Locked<[Int]>([])
      for number in 0..<count { block.append(.closure { ran.withLock { $0.append(number) } }) }
      block.moveHalf(to: other)
      #expect(other.count == moved && block.count == count - moved)
      for part in [other, block] {
        while part.count > 0 { if case .closure(let body) = part.takeFirst() { body() } }
      }
      #expect(ran.withLock { $0 } == Array(0..<count))
    }
    block.free()
    other.free()
  }
}
