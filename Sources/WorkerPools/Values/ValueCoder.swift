/// How the values of one type cross between processes; found out once for each type.
///
/// Both ends run the same program, so nothing on the way says what it is. The scheme follows from the type alone:
///
/// | type | scheme | bytes |
/// |---|---|---|
/// | `WireValue` | wire | what the type itself writes |
/// | without references (numbers, `Bool`, structs, enums, optionals and tuples of such) | direct | as in memory |
/// | `String` | direct | UTF-8 |
/// | `Array` of elements without references | direct | as in memory |
/// | `Optional`, `Array`, `Dictionary` of all these, nested | wire | counts and tags, then the parts |
/// | anything else | coded | a property list or JSON, see `CodedBytes` |
///
/// Bytes that do not hold a value of the type throw `cannotDecode`: every length is checked, ill-formed UTF-8 is repaired,
/// and a `Bool` that stands alone, in an optional or in an array is 0 or 1. What is taken as it lies in memory is otherwise
/// believed: an enum inside such bytes is as valid as its sender.
final class ValueCoder<Value: Codable & Sendable>: Sendable {
  /// `nil` where the value goes by way of `Codable`.
  nonisolated(unsafe) private let wire: WireForm<Value>?
  /// The same form, where it is direct.
  nonisolated(unsafe) private let direct: DirectForm<Value>?
  /// Whether every byte may be in a value that lies in memory as it is: numbers above all, which need no form then.
  let isNumeric: Bool

  init() {
    wire = WireForm<Value>.find()
    direct = wire as? DirectForm<Value>
    let plain = wire as? PlainForm<Value>
    isNumeric = plain != nil && plain?.highestByte == nil && MemoryLayout<Value>.size > 0
  }

  /// Whether encoding cannot fail and needs no memory of its own: `byteCount` and `write` work.
  var isDirect: Bool { direct != nil }

  /// Whether decoding is slow enough that the thread which waits for the value should do it.
  var isLazy: Bool { wire == nil }

  /// How many bytes `write` writes; only for direct schemes.
  func byteCount(_ value: Value) -> Int {
    if isNumeric { return MemoryLayout<Value>.size }
    guard let direct else { preconditionFailure("\(Value.self) has no direct form") }
    return direct.byteCount(value)
  }

  /// Writes `byteCount(value)` bytes at the start of `destination`, which may be unaligned;
  /// only for direct schemes.
  func write(_ value: Value, to destination: UnsafeMutableRawBufferPointer) {
    if isNumeric {
      precondition(destination.count >= MemoryLayout<Value>.size)
      return PlainBytes.store(value, at: destination.baseAddress!)
    }
    guard let direct else { preconditionFailure("\(Value.self) has no direct form") }
    direct.write(value, to: destination)
  }

  /// The value as bytes.
  ///
  /// - Throws: `PoolError.cannotEncode` where the type's own `encode` throws.
  func encode(_ value: Value) throws -> [UInt8] {
    do {
      if let wire { return try wire.encode(value) }
      return try CodedBytes.encode(value)
    } catch {
      throw PoolError.cannotEncode(Value.self, "\(error)")
    }
  }

  /// The value that `encode` or `write` made these bytes of; keeps none of them.
  ///
  /// - Throws: `PoolError.cannotDecode` where the bytes hold no such value.
  func decode(_ bytes: UnsafeRawBufferPointer) throws -> Value {
    if isNumeric, bytes.count == MemoryLayout<Value>.size { return PlainBytes.load(bytes.baseAddress!) }
    do {
      if let wire { return try wire.decode(bytes) }
      return try CodedBytes.decode(Value.self, from: bytes)
    } catch {
      throw PoolError.cannotDecode(Value.self, "\(error)")
    }
  }

  /// As `decode` of the bytes of an array.
  func decode(_ bytes: [UInt8]) throws -> Value { try bytes.withUnsafeBytes { try decode($0) } }
}
