package import BenchModel

/// An arm and the file that its command runs.
package struct PlannedArm: Codable, Equatable, Sendable {
  package var arm: Arm
  /// The absolute path that the first word of the command was resolved to.
  package var executable: String
  /// 64 lower-case hexadecimal digits.
  package var binarySha256: String

  package init(arm: Arm, executable: String, binarySha256: String) {
    self.arm = arm
    self.executable = executable
    self.binarySha256 = binarySha256
  }
}

/// A file that an arm runs, and what was in it.
package struct ExecutableIdentity: Codable, Hashable, Sendable {
  package var path: String
  /// 64 lower-case hexadecimal digits.
  package var sha256: String

  package init(path: String, sha256: String) {
    self.path = path
    self.sha256 = sha256
  }
}
