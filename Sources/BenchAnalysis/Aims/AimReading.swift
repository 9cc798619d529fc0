package import BenchResults

extension RunDirectory {
  /// The aims that the run was begun with; nil if there are none.
  ///
  /// - Throws: `ResultsError` if the file cannot be read, `AimFileError` if it holds no aims.
  package func aims() throws -> [Aim]? {
    guard holds(.aims) else { return nil }
    return try AimFile.parse(try content(of: .aims))
  }
}
