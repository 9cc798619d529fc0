internal import CWorkerPools
internal import Glibc

/// A null-terminated array of C strings, as exec wants its arguments and its environment.
struct CStringArray: ~Copyable {
  private var pointers: [UnsafeMutablePointer<CChar>?]
  /// The strings behind this index belong to the array; those before it are borrowed from `environ`.
  private let ownedFrom: Int

  init(_ strings: some Sequence<String>) {
    pointers = strings.map { strdup($0) } + [nil]
    ownedFrom = 0
  }

  /// The environment of a child: what it inherits, without copying a string, and then the additions.
  init(environment: [String: String]?, adding additions: [String: String]) {
    var borrowed: [UnsafeMutablePointer<CChar>?] = []
    var owned = additions
    if let environment {
      owned.merge(environment) { addition, _ in addition }
    } else {
      borrowed = Self.ownEnvironment(without: additions)
    }
    ownedFrom = borrowed.count
    pointers = borrowed + owned.map { strdup("\($0.key)=\($0.value)") } + [nil]
  }

  deinit {
    for pointer in pointers[ownedFrom...] { free(pointer) }
  }

  /// Calls `body` with the array; the pointer is valid until it returns.
  func withPointer<Result>(_ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result) -> Result {
    pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
  }

  private static func ownEnvironment(without names: [String: String]) -> [UnsafeMutablePointer<CChar>?] {
    guard var entry = wp_environment() else { return [] }
    let prefixes = names.keys.map { $0 + "=" }
    var result: [UnsafeMutablePointer<CChar>?] = []
    while let text = entry.pointee {
      if !prefixes.contains(where: { strncmp($0, text, $0.utf8.count) == 0 }) { result.append(text) }
      entry += 1
    }
    return result
  }
}
