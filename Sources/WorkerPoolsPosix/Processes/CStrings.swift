internal import CWorkerPools
internal import Glibc

/// C strings that nothing changes any more: the arguments or the environment of a program, byte for byte.
package final class CStrings: @unchecked Sendable {  // constants after init
  private let bytes: UnsafeMutableBufferPointer<CChar>
  /// Where the strings begin; valid as long as this object.
  let starts: [UnsafeMutablePointer<CChar>]

  /// Copies strings; a zero within one ends it.
  package init(_ strings: [[UInt8]]) {
    bytes = .allocate(capacity: strings.reduce(0) { $0 + $1.count + 1 })
    _ = bytes.initialize(from: strings.joinedWithZeros)
    var next = bytes.baseAddress!
    starts = strings.map { string in
      defer { next += string.count + 1 }
      return next
    }
  }

  deinit { bytes.deallocate() }

  package convenience init(_ strings: some Sequence<String>) { self.init(strings.map { Array($0.utf8) }) }

  /// Variables, sorted by their names.
  package convenience init(variables: [String: String]) {
    self.init(variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
  }

  /// The arguments that this program was started with.
  package static let ownArguments = CStrings(CStringList(wp_arguments()).map { CStrings.bytes($0) })

  /// The environment of this process now, without variables of that name.
  package static func ownEnvironment(without name: String) -> CStrings {
    CStrings(CStringList(wp_environment()).filter { !isVariable($0, name) }.map(bytes))
  }

  /// Whether these are the strings that `ownEnvironment` would copy now.
  package func areOwnEnvironment(without name: String) -> Bool {
    var index = 0
    for entry in CStringList(wp_environment()) where !Self.isVariable(entry, name) {
      guard index < starts.count, strcmp(entry, starts[index]) == 0 else { return false }
      index += 1
    }
    return index == starts.count
  }

  /// Whether there is a variable of that name.
  package func hasVariable(_ name: String) -> Bool { starts.contains { Self.isVariable($0, name) } }

  private static func isVariable(_ entry: UnsafeMutablePointer<CChar>, _ name: String) -> Bool {
    let count = name.utf8.count
    return strncmp(entry, name, count) == 0 && entry[count] == CChar(UInt8(ascii: "="))
  }

  static func bytes(_ string: UnsafeMutablePointer<CChar>) -> [UInt8] {
    UnsafeBufferPointer(start: string, count: strlen(string)).map { UInt8(bitPattern: $0) }
  }
}

extension CStrings: Hashable {
  package static func == (left: CStrings, right: CStrings) -> Bool {
    left === right
      || (left.starts.count == right.starts.count && left.bytes.count == right.bytes.count
        && memcmp(left.bytes.baseAddress!, right.bytes.baseAddress!, left.bytes.count) == 0)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
}

/// The strings before the null pointer that ends a list of C.
struct CStringList: Sequence, IteratorProtocol {
  private var entry: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?

  init(_ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) { entry = list }

  mutating func next() -> UnsafeMutablePointer<CChar>? {
    defer { entry = entry?.advanced(by: 1) }
    return entry?.pointee
  }
}

extension [[UInt8]] {
  fileprivate var joinedWithZeros: [CChar] { flatMap { $0.map { CChar(bitPattern: $0) } + [0] } }
}
