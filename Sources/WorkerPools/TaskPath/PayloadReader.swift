internal import WorkerPoolsPosix

/// Where one side of a task path reads the large payloads of the other.
///
/// Where a payload lies is what the other side says: it is read only where the file has memory. One thread at a time.
struct PayloadReader {
  private let file: FileDescriptor
  private let start: Int
  private var mapping: SharedMapping?
  private var isLarge = false

  /// The other side's region begins at that byte of the file, the first one of a page.
  init(file: FileDescriptor, start: Int) {
    self.file = file
    self.start = start
  }

  /// The payload of a message that was published, valid until the message is released.
  ///
  /// Throws a `WireError` where there is none, and a `PosixError` where it cannot be mapped. Whoever writes it may change it
  /// while it is read.
  mutating func bytes(offset: Int, count: Int) throws -> UnsafeRawBufferPointer {
    let (end, isTooLarge) = offset.addingReportingOverflow(count)
    guard offset >= 0, count >= 0, !isTooLarge else { throw WireError() }
    if let mapping, end <= mapping.part.count {
      return UnsafeRawBufferPointer(start: mapping.base + offset, count: count)
    }
    let new = try map(atLeast: end)
    mapping = new
    isLarge = new.part.count > RegionSize.largestKept
    return UnsafeRawBufferPointer(start: new.base + offset, count: count)
  }

  private func map(atLeast end: Int) throws -> SharedMapping {
    let file = try SharedFile.size(of: self.file)
    // A file that has no memory there was not written by the other side's region.
    guard end <= file.end - start, end <= file.allocated else { throw WireError() }
    let size = SharedFile.wholePages(max(end, min(file.end - start, RegionSize.largestKept)))
    return try SharedMapping(self.file, start..<start + size, isWritable: false)
  }

  /// Unmaps the region where it is a large one, which is not kept; whether it was.
  mutating func forgetLarge() -> Bool {
    guard isLarge else { return false }
    mapping = nil
    isLarge = false
    return true
  }
}
