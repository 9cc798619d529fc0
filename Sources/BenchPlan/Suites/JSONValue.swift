/// A JSON document whose keys are not known before it is read.
enum JSONValue: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([JSONValue].self) {
      self = .array(array)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  /// What the value is, for an error: `a number`, `a list`.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// A place in a JSON document that is read key by key, and that knows its path for errors.
struct JSONNode {
  let value: JSONValue
  /// As people write it: `matrices[0].width`; empty at the top.
  let path: String

  /// The members of an object, of which none may have a key that is not in `keys`.
  func members(keys: [String]) throws(SuiteError) -> [String: JSONNode] {
    guard case .object(let members) = value else { throw expected("an object") }
    if let unknown = members.keys.sorted().first(where: { !keys.contains($0) }) {
      throw SuiteError("\(child(unknown)): unknown key; known are \(keys.joined(separator: ", "))")
    }
    return Dictionary(uniqueKeysWithValues: members.map { ($0.key, JSONNode(value: $0.value, path: child($0.key))) })
  }

  /// The elements of a list that is not empty.
  func elements() throws(SuiteError) -> [JSONNode] {
    guard case .array(let elements) = value, !elements.isEmpty else { throw expected("a list of at least one element") }
    return elements.enumerated().map { JSONNode(value: $0.element, path: "\(path)[\($0.offset)]") }
  }

  func string() throws(SuiteError) -> String {
    guard case .string(let string) = value else { throw expected("a string") }
    return string
  }

  func bool() throws(SuiteError) -> Bool {
    guard case .bool(let bool) = value else { throw expected("true or false") }
    return bool
  }

  /// A whole number of at least one.
  func count() throws(SuiteError) -> Int {
    guard case .number(let number) = value, number >= 1, number == number.rounded(), number < 0x1p53 else {
      throw expected("a whole number of at least 1")
    }
    return Int(number)
  }

  func expected(_ what: String) -> SuiteError {
    SuiteError("\(path.isEmpty ? "the document" : path): expected \(what), found \(found)")
  }

  private var found: String {
    switch value {
    case .string(let string): "'\(string)'"
    case .number(let number):
      number == number.rounded() ? "\(Int(exactly: number).map(String.init) ?? "\(number)")" : "\(number)"
    case .array(let elements) where elements.isEmpty: "an empty list"
    default: value.kind
    }
  }

  private func child(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
