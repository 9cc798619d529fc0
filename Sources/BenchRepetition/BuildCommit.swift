/// The commit of the sources that this program was built from.
package enum BuildCommit {
  /// The hash, with `-dirty` behind it if the sources were changed; nil if it is unknown.
  package static var value: String? { nil }
}
