/// An error on its way from a worker to the host.
struct RemoteFailure: WireValue {
  /// What failed.
  enum Origin: UInt8 {
    case task
    case encoding
    case decoding
    case unknownFunction
    case size
    case mainQueue
  }

  let origin: Origin
  let typeName: String
  let message: String
  /// The mangled name of the error's type and its encoded value, where it is `Codable`.
  private let original: (name: String, value: [UInt8])?

  init(_ error: any Error) {
    switch (error as? PoolError)?.code {
    case .cannotEncode: origin = .encoding
    case .cannotDecode: origin = .decoding
    case .unreachableFunction: origin = .unknownFunction
    case .payloadTooLarge: origin = .size
    case .mainQueueUnavailable: origin = .mainQueue
    default: origin = .task
    }
    typeName = String(reflecting: type(of: error))
    message = String(describing: error)
    original = if let error = error as? any Error & Codable { Self.encodeOriginal(error) } else { nil }
  }

  init(from reader: inout WireReader) throws {
    guard let origin = Origin(rawValue: try reader.read()) else { throw WireError() }
    self.origin = origin
    typeName = try reader.readString()
    message = try reader.readString()
    original = try reader.read() as Bool ? (try reader.readString(), try reader.readBytes()) : nil
  }

  func encode(into writer: inout WireWriter) {
    writer.write(origin.rawValue)
    writer.write(typeName)
    writer.write(message)
    writer.write(original != nil)
    if let original {
      writer.write(original.name)
      writer.write(original.value)
    }
  }

  /// The error as the host's caller sees it.
  func error(fromWorker pid: Int32) -> any Error {
    switch origin {
    case .task: RemoteError(typeName: typeName, message: message, workerPid: pid, underlying: decodeOriginal())
    case .encoding: PoolError(.cannotEncode, "in worker \(pid), \(message)")
    case .decoding: PoolError(.cannotDecode, "in worker \(pid), \(message)")
    case .size: PoolError(.payloadTooLarge, "in worker \(pid), \(message)")
    case .mainQueue: PoolError(.mainQueueUnavailable, "in worker \(pid), \(message)")
    case .unknownFunction: PoolError(.unreachableFunction, "in worker \(pid), \(message)")
    }
  }

  private static func encodeOriginal(_ error: some Error & Codable) -> (name: String, value: [UInt8])? {
    guard let name = _mangledTypeName(type(of: error)), let value = try? CodedBytes.encode(error) else { return nil }
    return (name, value)
  }

  private func decodeOriginal() -> (any Error)? {
    guard let original, let type = _typeByName(original.name) as? any (Error & Codable).Type else { return nil }
    return try? CodedBytes.decode(type, from: original.value)
  }
}
