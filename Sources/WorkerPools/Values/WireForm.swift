/// How values of one type stand as bytes, on their own and as a part of others.
///
/// Found for a type by taking the type apart at run time, once, so that no value is ever asked what it is. Forms are
/// immutable: a subclass holds other forms and nothing that changes, so that threads share it freely.
class WireForm<Value> {
  /// The fewest bytes that `append` appends; at least 1, so that a count that cannot be true shows before memory is taken.
  var minimumByteCount: Int { 1 }

  /// Appends the value as a part of something larger: its end can be told from the bytes.
  func append(_: Value, to _: inout WireWriter) throws { preconditionFailure("a form without append") }

  /// Reads what `append` appended.
  func read(from _: inout WireReader) throws -> Value { preconditionFailure("a form without read") }

  /// The value on its own.
  func encode(_ value: Value) throws -> [UInt8] {
    var writer = WireWriter()
    try append(value, to: &writer)
    return writer.bytes
  }

  /// Reads what `encode` made; all bytes belong to the value.
  func decode(_ bytes: UnsafeRawBufferPointer) throws -> Value {
    var reader = WireReader(bytes)
    let value = try read(from: &reader)
    guard reader.remainingCount == 0 else { throw WireError() }
    return value
  }

  /// The form of the type, or `nil` where it has none and its values go by way of `Codable`.
  static func find() -> WireForm? {
    if PlainBytes.isCommonNumber(Value.self) { return PlainForm<Value>() }
    if Value.self == String.self { return TextForm() as? WireForm }
    if let type = Value.self as? any WireValue.Type { return handwritten(type) as? WireForm }
    if _isPOD(Value.self) { return PlainForm<Value>() }
    if let type = Value.self as? any CompositeValue.Type { return type.findForm() as? WireForm }
    return nil
  }

  private static func handwritten<Wire: WireValue>(_: Wire.Type) -> AnyObject { HandwrittenForm<Wire>() }
}

/// The form of a type that writes itself.
private final class HandwrittenForm<Wire: WireValue>: WireForm<Wire> {
  override func append(_ value: Wire, to writer: inout WireWriter) throws { try value.encode(into: &writer) }

  override func read(from reader: inout WireReader) throws -> Wire { try Wire(from: &reader) }
}
