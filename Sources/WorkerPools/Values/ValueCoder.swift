/// How the values of one type cross between processes; found out once for each type.
struct ValueCoder<Value: Codable & Sendable>: Sendable {
  private enum Scheme {
    /// Bytes are what they are.
    case bytes
    case text
    /// Values without references cross as they lie in memory: both ends run the same program.
    case plain
    case wire(encode: @Sendable (Value) throws -> [UInt8], decode: @Sendable ([UInt8]) throws -> Value)
    case coded
  }

  private let scheme: Scheme

  init() {
    if Value.self == [UInt8].self {
      scheme = .bytes
    } else if Value.self == String.self {
      scheme = .text
    } else if let type = Value.self as? any WireValue.Type {
      scheme = Self.wireScheme(type)
    } else {
      scheme = _isPOD(Value.self) ? .plain : .coded
    }
  }

  /// Whether a value takes long enough to decode that a thread with other duties should not do it.
  var isSlow: Bool {
    if case .coded = scheme { true } else { false }
  }

  func encode(_ value: Value) throws -> [UInt8] {
    do {
      switch scheme {
      case .bytes: return value as! [UInt8]
      case .text: return Array((value as! String).utf8)
      case .plain: return withUnsafeBytes(of: value) { Array($0) }
      case .wire(let encode, _): return try encode(value)
      case .coded: return try CodedBytes.encode(value)
      }
    } catch {
      throw PoolError.cannotEncode(Value.self, "\(error)")
    }
  }

  func decode(_ bytes: [UInt8]) throws -> Value {
    do {
      switch scheme {
      case .bytes: return bytes as! Value
      case .text: return String(decoding: bytes, as: UTF8.self) as! Value
      case .plain: return try Self.decodePlain(bytes)
      case .wire(_, let decode): return try decode(bytes)
      case .coded: return try CodedBytes.decode(Value.self, from: bytes)
      }
    } catch {
      throw PoolError.cannotDecode(Value.self, "\(error)")
    }
  }

  private static func wireScheme<Wire: WireValue>(_: Wire.Type) -> Scheme {
    .wire(
      encode: { value in
        var writer = WireWriter()
        try (value as! Wire).encode(into: &writer)
        return writer.bytes
      },
      decode: { bytes in
        var reader = WireReader(bytes)
        return try Wire(from: &reader) as! Value
      })
  }

  private static func decodePlain(_ bytes: [UInt8]) throws -> Value {
    guard bytes.count == MemoryLayout<Value>.size else { throw WireError() }
    return withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { space in
      UnsafeMutableRawBufferPointer(space).copyBytes(from: bytes)
      return space[0]
    }
  }
}
