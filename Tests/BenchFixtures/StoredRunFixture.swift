package import BenchResults

/// Runs that were stored by earlier versions, which every later one must read.
package enum StoredRunFixture: String, CaseIterable, Sendable {
  /// The default suite, schema 1.
  case schema1Reference = "schema1-reference"
  /// The suite of peers, schema 1.
  case schema1Peers = "schema1-peers"

  package var path: String {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return "\(parts.joined(separator: "/"))/Runs/\(rawValue)"
  }

  package func open() throws -> RunDirectory { try RunDirectory.open(at: path) }
}
