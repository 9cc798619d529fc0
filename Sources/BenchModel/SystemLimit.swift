/// Something that the system has a limited amount of, and what of it is left.
package struct SystemLimit: Hashable, Sendable {
  /// As people find it: `pids.max of the control group`.
  package var name: String
  /// What is left; at least 0.
  package var left: Int

  package init(_ name: String, left: Int) {
    self.name = name
    self.left = max(left, 0)
  }
}
