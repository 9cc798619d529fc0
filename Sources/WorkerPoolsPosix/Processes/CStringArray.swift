internal import CWorkerPools
internal import Glibc

/// A null-terminated array of C strings, as exec wants its arguments and its environment.
struct CStringArray: ~Copyable {
  private let pointers: [UnsafeMutablePointer<CChar>?]
  private let owned: [UnsafeMutablePointer<CChar>?]
  /// Whose strings the others are, where they are not those of `environ`.
  private let lender: CStrings?

  /// Those strings, and additions to an environment, which must have other names than its own variables.
  init(_ strings: CStrings, adding additions: [String: String] = [:]) {
    owned = Self.copies(additions)
    pointers = owned + strings.starts + [nil]
    lender = strings
  }

  /// The environment of a child: what it inherits, without copying a string, and the additions.
  init(environment: [String: String]?, adding additions: [String: String]) {
    let variables = additions.merging(environment ?? [:]) { addition, _ in addition }
    owned = Self.copies(variables)
    pointers = owned + (environment == nil ? Self.ownEnvironment(without: additions) : []) + [nil]
    lender = nil
  }

  deinit {
    for pointer in owned { free(pointer) }
  }

  /// Calls `body` with the array; the pointer is valid until it returns.
  func withPointer<Result>(_ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result) -> Result {
    withExtendedLifetime(lender) { pointers.withUnsafeBufferPointer { body($0.baseAddress!) } }
  }

  private static func copies(_ variables: [String: String]) -> [UnsafeMutablePointer<CChar>?] {
    variables.map { strdup("\($0.key)=\($0.value)") }
  }

  private static func ownEnvironment(without names: [String: String]) -> [UnsafeMutablePointer<CChar>?] {
    let prefixes = names.keys.map { $0 + "=" }
    return CStringList(wp_environment()).filter { text in
      !prefixes.contains { strncmp($0, text, $0.utf8.count) == 0 }
    }
  }
}
