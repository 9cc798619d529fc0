internal import WorkerPoolsPosix

/// Sizes of a payload region, in bytes.
enum RegionSize {
  static let smallest = 1 << 18
  /// A region above this size gives its pages back when it is empty.
  static let largestKept = 1 << 23
  /// So many payloads of one size should fit, up to the kept size.
  static let payloadsAhead = 4
}

/// Where one side of a task path writes its large payloads: a region that begins at a fixed place of a file in which this side
/// alone allocates.
///
/// The region grows in place when a payload is larger than it and no other is in it. So no place in the file depends on how
/// much has passed, and no file grows larger than its largest payloads need. One thread at a time.
struct PayloadWriter {
  private let file: FileDescriptor
  private let start: Int
  private var mapping: SharedMapping?
  private var arena = PayloadArena(capacity: 0)

  /// The region begins at that byte of the file, the first one of a page.
  init(file: FileDescriptor, start: Int) {
    self.file = file
    self.start = start
  }

  /// Whether the region is so large that it is not kept when it is empty.
  var isLarge: Bool { arena.capacity > RegionSize.largestKept }

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

  /// Grows to what several such payloads need, or where the system refuses that, to what this one needs.
  private mutating func grow(toHold count: Int) throws(PosixError) {
    let needed = SharedFile.wholePages(count)
    let several = min(needed * RegionSize.payloadsAhead, RegionSize.largestKept)
    let generous = max(needed, several, RegionSize.smallest)
    do throws(PosixError) {
      try grow(to: generous)
    } catch {
      guard generous > needed, error.isShortage else { throw error }
      try grow(to: needed)
    }
  }

  private mutating func grow(to size: Int) throws(PosixError) {
    let part = start..<start + size
    try SharedFile.allocate(file, part)
    do throws(PosixError) {
      mapping = try SharedMapping(file, part)
    } catch {
      SharedFile.release(file, start + arena.capacity..<part.upperBound)
      throw error
    }
    arena = PayloadArena(capacity: size)
  }

  private mutating func giveBackWhereEmpty() {
    guard arena.isEmpty, isLarge, let mapping else { return }
    SharedFile.release(file, mapping.part)
    self.mapping = nil
    arena = PayloadArena(capacity: 0)
  }
}
