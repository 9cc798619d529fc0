internal import FoundationEssentials

/// Any `Codable` value as bytes, by way of a binary property list.
///
/// An array around the value lets numbers and strings stand alone, which a property list does not allow.
///
/// Property lists as Foundation writes them cannot hold 128-bit integers, have the text "$null" for `nil`, so that this
/// very text comes back as `nil` or not at all, and share what is equal, so that 0.0 and -0.0 become one. A value with one
/// of these goes as JSON instead, which has none of these limits but one of 512 levels of depth. A property list is the
/// rule because it is smaller and holds data as they are.
///
/// What `Codable` itself cannot tell apart stays so: `.some(nil)` inside such a value comes back as `nil`.
///
/// The format and a checksum stand before the bytes. Foundation's parsers may trap on damaged property lists, so damage has
/// to be found before they see it.
enum CodedBytes {
  private enum Format: UInt8 {
    case propertyList = 1
    case json = 2
  }

  /// How a binary property list begins what may stand for something else: a text of five letters, and the zeros of 8 and
  /// of 4 bytes.
  private static let ambiguousParts: [[UInt8]] = [
    [0x55] + Array("$null".utf8),
    [0x23, 0, 0, 0, 0, 0, 0, 0, 0], [0x23, 0x80, 0, 0, 0, 0, 0, 0, 0],
    [0x22, 0, 0, 0, 0], [0x22, 0x80, 0, 0, 0],
  ]

  static func encode<Value: Encodable>(_ value: Value) throws -> [UInt8] {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    if let list = try? encoder.encode([value]), !isAmbiguous(list) {
      return framed(.propertyList, list)
    }
    return framed(.json, try jsonEncoder().encode([value]))
  }

  static func decode<Value: Decodable>(_: Value.Type, from bytes: UnsafeRawBufferPointer) throws -> Value {
    var reader = WireReader(bytes)
    guard let format = Format(rawValue: try reader.read()) else { throw WireError() }
    let checksum = try reader.read(UInt64.self)
    let body = try reader.readBytes(reader.remainingCount)
    guard Checksum.of(body) == checksum else { throw WireError() }
    let data = Data(body)
    let values =
      switch format {
      case .propertyList: try PropertyListDecoder().decode([Value].self, from: data)
      case .json: try jsonDecoder().decode([Value].self, from: data)
      }
    guard values.count == 1 else { throw WireError() }
    return values[0]
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    try bytes.withUnsafeBytes { try decode(type, from: $0) }
  }

  private static func framed(_ format: Format, _ body: Data) -> [UInt8] {
    body.withUnsafeBytes { body in
      var writer = WireWriter(capacity: body.count + 9)
      writer.write(format.rawValue)
      writer.write(Checksum.of(body))
      writer.write(rawBytes: body)
      return writer.bytes
    }
  }

  /// Whether the list may come back as another value; bytes that only look so do no harm.
  private static func isAmbiguous(_ list: Data) -> Bool {
    list.withUnsafeBytes { bytes in
      bytes.indices.contains { start in
        (bytes[start] == 0x55 || bytes[start] & 0xFE == 0x22)
          && ambiguousParts.contains { bytes[start...].starts(with: $0) }
      }
    }
  }

  // JSON has no numbers for these; a text in place of a number is one of them and nothing else.
  private static let nonNumbers = (positive: "inf", negative: "-inf", nan: "nan")

  private static func jsonEncoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: nonNumbers.positive, negativeInfinity: nonNumbers.negative, nan: nonNumbers.nan)
    return encoder
  }

  private static func jsonDecoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: nonNumbers.positive, negativeInfinity: nonNumbers.negative, nan: nonNumbers.nan)
    return decoder
  }
}
