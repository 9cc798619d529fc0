/// A type of the standard library that is made of others, whichever they are.
protocol CompositeValue {
  /// The `WireForm` of the type, or `nil` where a part has none.
  static func findForm() -> AnyObject?
}

extension Optional: CompositeValue {
  static func findForm() -> AnyObject? { WireForm<Wrapped>.find().map(OptionalForm.init) }
}

extension Array: CompositeValue {
  static func findForm() -> AnyObject? {
    guard let element = WireForm<Element>.find() else { return nil }
    return element is PlainForm<Element> ? PlainArrayForm<Element>() : ArrayForm(element)
  }
}

extension Dictionary: CompositeValue {
  static func findForm() -> AnyObject? {
    guard let key = WireForm<Key>.find(), let value = WireForm<Value>.find() else { return nil }
    return DictionaryForm(key, value)
  }
}

/// A byte that says whether there is a value, and the value.
private final class OptionalForm<Wrapped>: WireForm<Wrapped?> {
  private let wrapped: WireForm<Wrapped>

  init(_ wrapped: WireForm<Wrapped>) { self.wrapped = wrapped }

  override func append(_ value: Wrapped?, to writer: inout WireWriter) throws {
    writer.write((value == nil ? 0 : 1) as UInt8)
    if let value { try wrapped.append(value, to: &writer) }
  }

  override func read(from reader: inout WireReader) throws -> Wrapped? {
    switch try reader.read(UInt8.self) {
    case 0: return nil
    case 1: return try wrapped.read(from: &reader)
    default: throw WireError()
    }
  }
}

/// The count of the elements, and the elements.
private final class ArrayForm<Element>: WireForm<[Element]> {
  private let element: WireForm<Element>

  init(_ element: WireForm<Element>) { self.element = element }

  override var minimumByteCount: Int { MemoryLayout<Int>.size }

  override func append(_ value: [Element], to writer: inout WireWriter) throws {
    writer.write(value.count)
    for part in value { try element.append(part, to: &writer) }
  }

  override func read(from reader: inout WireReader) throws -> [Element] {
    let count = try reader.readCount(ofAtLeast: element.minimumByteCount)
    return try [Element](unsafeUninitializedCapacity: count) { space, initializedCount in
      while initializedCount < count {
        space.initializeElement(at: initializedCount, to: try element.read(from: &reader))
        initializedCount += 1
      }
    }
  }
}

/// The count of the pairs, and the pairs in no order.
private final class DictionaryForm<Key: Hashable, Value>: WireForm<[Key: Value]> {
  private let key: WireForm<Key>
  private let value: WireForm<Value>

  init(_ key: WireForm<Key>, _ value: WireForm<Value>) {
    self.key = key
    self.value = value
  }

  override var minimumByteCount: Int { MemoryLayout<Int>.size }

  override func append(_ dictionary: [Key: Value], to writer: inout WireWriter) throws {
    writer.write(dictionary.count)
    for (key, value) in dictionary {
      try self.key.append(key, to: &writer)
      try self.value.append(value, to: &writer)
    }
  }

  override func read(from reader: inout WireReader) throws -> [Key: Value] {
    try Self.read(key, value, from: &reader)
  }

  // The keys that are most in use are hashed without detours; other types take the general way through the same lines.
  @specialized(where Key == String, Value == Int)
  @specialized(where Key == String, Value == Double)
  @specialized(where Key == String, Value == String)
  @specialized(where Key == Int, Value == Int)
  private static func read(
    _ key: WireForm<Key>, _ value: WireForm<Value>, from reader: inout WireReader
  ) throws -> [Key: Value] {
    let count = try reader.readCount(ofAtLeast: key.minimumByteCount + value.minimumByteCount)
    var dictionary = [Key: Value](minimumCapacity: count)
    for _ in 0..<count {
      let key = try key.read(from: &reader)
      dictionary.updateValue(try value.read(from: &reader), forKey: key)
    }
    return dictionary
  }
}
