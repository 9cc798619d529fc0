/// Numbers of eight bytes, which need no form to cross: callers that know the type make one instruction of it.
@usableFromInline
enum Word {
  /// Whether values of the type are such numbers.
  @inlinable @inline(__always)
  static func isRepresentation(of type: Any.Type) -> Bool {
    type == Int.self || type == UInt.self || type == Int64.self || type == UInt64.self || type == Double.self
  }

  /// How many bytes one has.
  static let size = MemoryLayout<UInt64>.size
}
