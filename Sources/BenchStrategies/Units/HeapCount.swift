/// Heap allocations up to a moment.
package struct HeapCount: Codable, Hashable, Sendable, BitwiseCopyable {
  package var allocations: Int
  package var bytes: Int

  package static let zero = HeapCount(allocations: 0, bytes: 0)

  package init(allocations: Int, bytes: Int) {
    self.allocations = allocations
    self.bytes = bytes
  }

  package static func + (a: HeapCount, b: HeapCount) -> HeapCount {
    HeapCount(allocations: a.allocations + b.allocations, bytes: a.bytes + b.bytes)
  }

  package static func - (a: HeapCount, b: HeapCount) -> HeapCount {
    HeapCount(allocations: a.allocations - b.allocations, bytes: a.bytes - b.bytes)
  }

  /// The operation over two counts, or `nil` where either is missing.
  static func combined(
    _ a: HeapCount?, _ b: HeapCount?, _ operation: (HeapCount, HeapCount) -> HeapCount
  ) -> HeapCount? {
    guard let a, let b else { return nil }
    return operation(a, b)
  }
}
