/// The commit of the sources around a folder, as git tells it.
package struct SourceRevision: Hashable, Sendable {
  package let commit: String
  /// Whether files differ from the commit.
  package let isDirty: Bool

  /// The commit, with `-dirty` where files differ from it; the column `commit`.
  package var label: String { isDirty ? "\(commit)-dirty" : commit }

  /// The revision of the repository that `folder` lies in; `nil` outside of one, or without git.
  package static func find(around folder: String) -> SourceRevision? {
    guard let commit = ToolOutput.of("git", ["-C", folder, "rev-parse", "HEAD"]).map({ ProcText.trimmed($0) }),
      !commit.isEmpty
    else { return nil }
    let changes = ToolOutput.of("git", ["-C", folder, "status", "--porcelain", "--untracked-files=no"])
    return SourceRevision(commit: commit, isDirty: changes.map { !$0.isEmpty } ?? false)
  }
}
