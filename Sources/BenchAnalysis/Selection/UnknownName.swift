/// A name that was asked for and is not there: one sentence that lists those that are.
package struct UnknownName: Error, Hashable, CustomStringConvertible {
  package let description: String

  /// A word that the program does not know at all.
  package init(_ kind: String, _ name: String, known: [String]) {
    description = "There is no \(kind) '\(name)'; choose one of \(known.joined(separator: ", "))."
  }

  /// A name that the run does not have.
  package init(_ kind: String, _ name: String, among present: [String]) {
    description =
      present.isEmpty
      ? "No \(kind) '\(name)' was measured, nor any other one; see status_detail in reps.csv."
      : "No \(kind) '\(name)' was measured; choose one of \(present.joined(separator: ", "))."
  }
}
