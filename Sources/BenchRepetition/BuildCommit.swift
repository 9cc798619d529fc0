/// The commit of the sources that this program was built from.
package enum BuildCommit {
  /// The hash, with `-dirty` behind it if the sources were changed; nil if it is unknown.
  ///
  /// The plug-in `BuildCommit` writes it at each build, see Plugins/BuildCommit.
  package static var value: String? { GeneratedCommit.value }
}
