/// Where a run comes from.
package struct RunOrigin: Codable, Equatable, Sendable {
  package var runId: String
  /// ISO 8601 in UTC.
  package var startedAt: String
  /// The command line without the name of the program.
  package var arguments: [String]

  package init(runId: String, startedAt: String, arguments: [String] = []) {
    self.runId = runId
    self.startedAt = startedAt
    self.arguments = arguments
  }
}
