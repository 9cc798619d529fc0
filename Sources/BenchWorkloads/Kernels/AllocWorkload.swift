/// Heap allocations of many sizes, some of them short-lived and some kept until the task ends.
///
/// Block j of 200 has `16 + r mod 4081` bytes, from 16 B to 4 KiB, where `r = mix(base + j)`. Its first byte is set to
/// the bits 32...39 of r and its last byte to the bits 40...47. Every fourth block, from the first on, is kept until
/// the end; the others are read and freed at once. Reading a block adds its size, its first byte times 2^16 and its
/// last byte times 2^24 to the value, wrapping.
struct AllocWorkload: Workload {
  static let name = "alloc"
  static let summary = "200 heap blocks of 16 B to 4 KiB, a quarter of them kept until the task ends"
  static let parameters: Set<WorkloadParameter> = []
  static let carriesBytes = false

  static let blocks = 200
  private static let keptEvery = 4

  private let seed: UInt64

  init(_ settings: WorkloadSettings) { seed = settings.seed }

  func run(task: UInt64, input: [UInt8]) -> TaskOutput {
    let base = TaskBase.of(seed: seed, task: task)
    let value = withUnsafeTemporaryAllocation(of: Block.self, capacity: Self.blocks / Self.keptEvery) { kept in
      var sum: UInt64 = 0
      for index in 0..<Self.blocks {
        let block = Block.allocate(Plan(base: base, index: index))
        if index % Self.keptEvery == 0 {
          kept.initializeElement(at: index / Self.keptEvery, to: block)
        } else {
          sum &+= block.readAndFree()
        }
      }
      for block in kept { sum &+= block.readAndFree() }
      return sum
    }
    return TaskOutput(value: value)
  }

  func expectedValue(forTask task: UInt64) -> UInt64 {
    let base = TaskBase.of(seed: seed, task: task)
    return (0..<Self.blocks).reduce(0) { $0 &+ Plan(base: base, index: $1).contribution }
  }
}

extension AllocWorkload {
  /// What one block is to be.
  fileprivate struct Plan {
    let size: Int
    let first: UInt8
    let last: UInt8

    init(base: UInt64, index: Int) {
      let random = TaskBase.mix(base &+ UInt64(index))
      size = 16 + Int(random % 4081)
      first = UInt8(truncatingIfNeeded: random >> 32)
      last = UInt8(truncatingIfNeeded: random >> 40)
    }

    var contribution: UInt64 { UInt64(size) &+ UInt64(first) << 16 &+ UInt64(last) << 24 }
  }

  /// One block on the heap.
  fileprivate struct Block {
    let start: UnsafeMutableRawPointer
    let size: Int

    // Not inlined, neither this nor the reading: an optimiser that saw both ends could do without the allocation.
    @inline(never)
    static func allocate(_ plan: Plan) -> Block {
      let start = UnsafeMutableRawPointer.allocate(byteCount: plan.size, alignment: 16)
      start.storeBytes(of: plan.first, as: UInt8.self)
      start.storeBytes(of: plan.last, toByteOffset: plan.size - 1, as: UInt8.self)
      return Block(start: start, size: plan.size)
    }

    @inline(never)
    func readAndFree() -> UInt64 {
      let first = start.load(as: UInt8.self)
      let last = start.load(fromByteOffset: size - 1, as: UInt8.self)
      start.deallocate()
      return UInt64(size) &+ UInt64(first) << 16 &+ UInt64(last) << 24
    }
  }
}
