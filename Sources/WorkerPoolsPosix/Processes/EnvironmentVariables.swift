internal import CWorkerPools

/// The variables of a program, byte for byte: neither names nor values need be UTF-8.
package struct EnvironmentVariables: Hashable, Sendable {
  /// `NAME=value`, and whatever else stands in an environment.
  private let entries: [[UInt8]]

  private init(entries: [[UInt8]]) { self.entries = entries }

  package init(_ variables: [String: String]) {
    entries = variables.sorted { $0.key < $1.key }.map { Array("\($0.key)=\($0.value)".utf8) }
  }

  /// Those of this process now.
  package static var own: EnvironmentVariables {
    EnvironmentVariables(entries: CStringList(wp_environment()).map { CStrings.bytes($0) })
  }

  /// The value of a variable, for reading only: what is not UTF-8 in it is replaced; nil if there is none.
  ///
  /// Of a name that stands there twice, the first counts, as for getenv(3).
  package subscript(name: String) -> String? {
    let prefix = Array("\(name)=".utf8)
    return entries.first { $0.starts(with: prefix) }.map { String(decoding: $0.dropFirst(prefix.count), as: UTF8.self) }
  }

  /// The variables with these in the place of those of the same name; all others stay as they are.
  package func setting(_ variables: [String: String]) -> EnvironmentVariables {
    let prefixes = variables.keys.map { Array("\($0)=".utf8) }
    let others = entries.filter { entry in !prefixes.contains { entry.starts(with: $0) } }
    return EnvironmentVariables(entries: others + EnvironmentVariables(variables).entries)
  }

  /// The environment for ``Launch/preparedEnvironment``.
  package var strings: CStrings { CStrings(entries) }
}

extension EnvironmentVariables: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, String)...) {
    self.init(Dictionary(elements) { first, _ in first })
  }
}
