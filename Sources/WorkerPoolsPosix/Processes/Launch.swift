/// Everything that decides how a child process starts.
package struct Launch: Sendable {
  /// Which process group the child belongs to.
  package enum ProcessGroup: Sendable, Hashable {
    /// It leads one of its own.
    case own
    /// It leads one of its own in a session of its own, which has no terminal.
    case ownSession
    case inherited
    /// The group led by that process.
    case joining(Int32)

    /// Whether the child leads its group.
    var isLed: Bool { self == .own || self == .ownSession }
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
  package var arguments: CStrings
  /// The child's whole environment; `nil` for this process's own.
  package var environment: [String: String]?
  /// The environment as it was prepared before; counts instead of `environment` and must have none of the additional variables.
  package var preparedEnvironment: CStrings?
  /// Variables set on top of the environment.
  package var additionalEnvironment: [String: String] = [:]
  /// Where the child begins; `nil`: where this process is.
  package var workingDirectory: FileDescriptor?
  /// Signals that the child ignores where this process does; it has the default for all others, and blocks none.
  package var keptSignals: [Int32] = []
  /// `nil`: /dev/null.
  package var standardInput: FileDescriptor?
  /// `nil`: this process's own, or /dev/null where that is closed.
  package var standardOutput: FileDescriptor?
  /// `nil`: this process's own, or /dev/null where that is closed.
  package var standardError: FileDescriptor?
  /// Their numbers in the child must be 3, 4, ...
  ///
  /// without a gap; every other descriptor is closed.
  package var passedDescriptors: [PassedDescriptor] = []
  package var processGroup = ProcessGroup.own

  package init(path: String, arguments: [String], environment: [String: String]? = nil) {
    self.init(path: path, arguments: CStrings(arguments))
    self.environment = environment
  }

  package init(path: String, arguments: CStrings) {
    self.path = path
    self.arguments = arguments
  }
}
