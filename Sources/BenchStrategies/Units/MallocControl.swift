import CJemalloc

/// One entry of jemalloc's control tree, or a row of entries that differ in one index; its name is resolved once.
///
/// Allocates nothing.
struct MallocControl {
  private var path: [8 of Int] = .init(repeating: 0)
  private var length = 8
  /// Where the index of a row stands: before the last component of the name.
  private var indexPosition: Int { length - 2 }

  /// The entry of that name, or `nil` where there is none.
  init?(_ name: String) {
    var path = path
    var length = length
    var pathSpan = path.mutableSpan
    let result = pathSpan.withUnsafeMutableBufferPointer { mallctlnametomib(name, $0.baseAddress, &length) }
    guard result == 0 else { return nil }
    self.path = path
    self.length = length
  }

  /// The value of the entry with this index in place of the one in the name.
  func read(at index: Int) -> UInt64 {
    var row = path
    row[indexPosition] = index
    return Self.read(row, length, 0 as UInt64) ?? 0
  }

  /// The value of an entry that is an `unsigned`.
  func readUInt32() -> UInt32? { Self.read(path, length, 0 as UInt32) }

  func write(_ value: UInt64) {
    var value = value
    path.span.withUnsafeBufferPointer {
      _ = mallctlbymib($0.baseAddress, length, nil, nil, &value, MemoryLayout<UInt64>.size)
    }
  }

  private static func read<Value: BitwiseCopyable>(_ path: [8 of Int], _ length: Int, _ zero: Value) -> Value? {
    var value = zero
    var size = MemoryLayout<Value>.size
    let result = path.span.withUnsafeBufferPointer {
      mallctlbymib($0.baseAddress, length, &value, &size, nil, 0)
    }
    return result == 0 ? value : nil
  }
}
