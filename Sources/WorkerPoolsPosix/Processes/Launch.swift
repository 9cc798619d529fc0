/// Everything that decides how a child process starts.
package struct Launch: Sendable {
  /// Which process group the child belongs to.
  package enum ProcessGroup: Sendable, Hashable {
    /// It leads one of its own.
    case own
    case inherited
    /// The group led by that process.
    case joining(Int32)
  }

  /// A descriptor of ours and the number under which the child finds it.
  package struct PassedDescriptor: Sendable {
    package let descriptor: FileDescriptor
    package let number: Int32

    package init(_ descriptor: FileDescriptor, as number: Int32) {
      self.descriptor = descriptor
      self.number = number
    }
  }

  /// The program; where it has no slash and `searchesPath` is set, it is looked for in `PATH`.
  package var path: String
  package var searchesPath = false
  /// The words of the command, the program's own name first.
  package var arguments: [String]
  /// The child's whole environment; `nil` for this process's own.
  package var environment: [String: String]?
  /// Variables set on top of `environment`.
  package var additionalEnvironment: [String: String] = [:]
  /// `nil`: /dev/null.
  package var standardInput: FileDescriptor?
  /// `nil`: this process's own.
  package var standardOutput: FileDescriptor?
  /// `nil`: this process's own.
  package var standardError: FileDescriptor?
  /// Their numbers in the child must be 3, 4, ...
  ///
  /// without a gap; every other descriptor is closed.
  package var passedDescriptors: [PassedDescriptor] = []
  package var processGroup = ProcessGroup.own

  package init(path: String, arguments: [String], environment: [String: String]? = nil) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
  }
}
