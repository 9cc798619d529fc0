internal import Atomics
internal import WorkerPoolsPosix

/// The place of a region in the shared file, in pages, as one word that both sides can read at once.
struct RegionPlace {
  let word: UInt64

  init(word: UInt64) { self.word = word }

  init(firstPage: Int, pageCount: Int) { word = UInt64(firstPage) << 32 | UInt64(pageCount) }

  /// The bytes of the file.
  var part: Range<Int> {
    let first = Int(word >> 32) * SharedFile.pageSize
    return first..<first + Int(word & 0xFFFF_FFFF) * SharedFile.pageSize
  }
}

/// Where one side of a task path writes its large payloads.
///
/// The region grows when a payload is larger than it, by taking a new part of the file while no payload is in the old one.
/// One thread at a time.
struct PayloadWriter {
  private static let smallestRegion = 1 << 18
  /// A region above this size gives its pages back when it is empty.
  private static let largestKept = 1 << 23
  /// So many payloads of one size should fit, up to the kept size.
  private static let payloadsAhead = 4

  private let file: FileDescriptor
  private let place: TaskPathMemory.Counter
  private let fileEnd: TaskPathMemory.Counter
  private var mapping: SharedMapping?
  private var arena = PayloadArena(capacity: 0)

  init(file: FileDescriptor, place: TaskPathMemory.Counter, fileEnd: TaskPathMemory.Counter) {
    self.file = file
    self.place = place
    self.fileEnd = fileEnd
  }

  /// Room for a payload and its offset; `nil` where the payloads before it must be released first.
  ///
  /// Throws where the system has no memory for a larger region.
  mutating func reserve(
    _ count: Int, for number: UInt64
  ) throws(PosixError) -> (offset: Int, bytes: UnsafeMutableRawBufferPointer)? {
    if let room = room(count, number) { return room }
    guard arena.isEmpty, count > arena.capacity else { return nil }
    try grow(toHold: count)
    return room(count, number)
  }

  /// The message of that number was read.
  mutating func release(_ number: UInt64) {
    guard !arena.isEmpty else { return }
    arena.release(number)
    giveBackWhereEmpty()
  }

  /// All messages below that number were read.
  mutating func release(below number: UInt64) {
    guard !arena.isEmpty else { return }
    arena.release(below: number)
    giveBackWhereEmpty()
  }

  private mutating func room(_ count: Int, _ number: UInt64) -> (offset: Int, bytes: UnsafeMutableRawBufferPointer)? {
    guard let mapping, let offset = arena.reserve(count, for: number) else { return nil }
    return (offset, UnsafeMutableRawBufferPointer(start: mapping.base + offset, count: count))
  }

  private mutating func grow(toHold count: Int) throws(PosixError) {
    let wanted = max(count, min(count * Self.payloadsAhead, Self.largestKept), Self.smallestRegion)
    let pages = (wanted + SharedFile.pageSize - 1) / SharedFile.pageSize
    let firstPage = fileEnd.loadThenWrappingIncrement(by: UInt64(pages), ordering: .relaxed)
    let new = RegionPlace(firstPage: Int(firstPage), pageCount: pages)
    try SharedFile.allocate(file, new.part)
    let old = mapping
    mapping = try SharedMapping(file, new.part)
    arena = PayloadArena(capacity: new.part.count)
    place.store(new.word, ordering: .releasing)
    if let old { SharedFile.release(file, old.part) }
  }

  private mutating func giveBackWhereEmpty() {
    guard arena.isEmpty, arena.capacity > Self.largestKept, let mapping else { return }
    SharedFile.release(file, mapping.part)
    self.mapping = nil
    arena = PayloadArena(capacity: 0)
  }
}

/// Where one side of a task path reads the large payloads of the other.
///
/// One thread at a time.
struct PayloadReader {
  private let file: FileDescriptor
  private let place: TaskPathMemory.Counter
  private var mapping: SharedMapping?

  init(file: FileDescriptor, place: TaskPathMemory.Counter) {
    self.file = file
    self.place = place
  }

  /// The payload of a message that was published, valid until the message is released.
  ///
  /// Throws where there is none.
  mutating func bytes(offset: Int, count: Int) throws -> UnsafeRawBufferPointer {
    let part = RegionPlace(word: place.load(ordering: .acquiring)).part
    if mapping?.part != part { mapping = try SharedMapping(file, part) }
    guard let mapping, offset >= 0, count >= 0, offset <= part.count, count <= part.count - offset else {
      throw WireError()
    }
    return UnsafeRawBufferPointer(start: mapping.base + offset, count: count)
  }
}
