/// Up to 64 tasks that travel together: the queue is a list of blocks, and a thread takes one whole.
///
/// A pointer, moved and never counted; whoever has the block owns what is in it.
struct TaskBlock {
  static let capacity = 64

  struct Header {
    var next: TaskBlock?
    /// Where the first entry is, and where the next one goes.
    var head = 0
    var tail = 0
  }

  /// Entries begin on a cache line of their own.
  private static let entriesOffset = 64
  private let header: UnsafeMutablePointer<Header>

  static func make() -> TaskBlock {
    let size = entriesOffset + capacity * MemoryLayout<QueuedWork>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    return TaskBlock(header: memory.initializeMemory(as: Header.self, to: Header()))
  }

  /// Gives the memory of an empty block back.
  func free() { UnsafeMutableRawPointer(header).deallocate() }

  @inline(__always)
  var next: TaskBlock? {
    get { header.pointee.next }
    nonmutating set { header.pointee.next = newValue }
  }

  @inline(__always)
  var count: Int { header.pointee.tail - header.pointee.head }

  @inline(__always)
  var isFull: Bool { header.pointee.tail == Self.capacity }

  @inline(__always)
  private var entries: UnsafeMutablePointer<QueuedWork> {
    (UnsafeMutableRawPointer(header) + Self.entriesOffset).assumingMemoryBound(to: QueuedWork.self)
  }

  /// Puts an entry behind the last one; there must be room.
  @inline(__always)
  func append(_ work: consuming QueuedWork) {
    (entries + header.pointee.tail).initialize(to: work)
    header.pointee.tail += 1
  }

  /// Takes the first entry; there must be one.
  @inline(__always)
  func takeFirst() -> QueuedWork {
    let work = (entries + header.pointee.head).move()
    header.pointee.head += 1
    rewindIfEmpty()
    return work
  }

  /// Moves the earlier half of the entries, and of an odd number the greater part, to an empty block.
  func moveHalf(to other: TaskBlock) {
    let moved = (count + 1) / 2
    other.entries.moveInitialize(from: entries + header.pointee.head, count: moved)
    other.header.pointee.tail = moved
    header.pointee.head += moved
    rewindIfEmpty()
  }

  @inline(__always)
  private func rewindIfEmpty() {
    guard header.pointee.head == header.pointee.tail else { return }
    header.pointee.head = 0
    header.pointee.tail = 0
  }
}

/// Blocks one behind the other, from which tasks are taken in the order in which they came.
struct TaskBlockList {
  /// So many empty blocks are kept for later.
  private static let mostSpares = 64

  private var first: TaskBlock?
  private var last: TaskBlock?
  private var spare: TaskBlock?
  private var spareCount = 0
  /// How many entries the blocks hold.
  private(set) var count = 0

  @inline(__always)
  mutating func append(_ work: consuming QueuedWork) {
    if let last, !last.isFull { last.append(work) } else { room().append(work) }
    count += 1
  }

  private mutating func room() -> TaskBlock {
    let block = takeSpare()
    if let last { last.next = block } else { first = block }
    last = block
    return block
  }

  /// The first block, which is the caller's from now on.
  mutating func takeFirst() -> TaskBlock? {
    guard let block = first else { return nil }
    first = block.next
    if first == nil { last = nil }
    block.next = nil
    count -= block.count
    return block
  }

  /// Puts a block back, before all others.
  mutating func putFirst(_ block: TaskBlock) {
    if block.count == 0 { return keep(block) }
    block.next = first
    if first == nil { last = block }
    first = block
    count += block.count
  }

  /// An empty block.
  mutating func takeSpare() -> TaskBlock {
    guard let block = spare else { return .make() }
    spare = block.next
    spareCount -= 1
    block.next = nil
    return block
  }

  /// Keeps an empty block for later, or gives it back.
  mutating func keep(_ block: TaskBlock) {
    guard spareCount < Self.mostSpares else { return block.free() }
    block.next = spare
    spare = block
    spareCount += 1
  }

  /// Gives the empty blocks back.
  mutating func freeSpares() {
    while spareCount > 0 { takeSpare().free() }
  }
}
