/// What each new worker of a pool is told before its first task.
struct WorkerSetup: Sendable {
  /// The function tag that says that there is no initializer.
  static let noFunction = UInt32.max
  /// The function tag of the initializer.
  static let initializerFunction = UInt32.max - 1

  /// The mangled name of the initializer and its encoded argument, if there is one.
  var initializer: (name: String, argument: [UInt8])?
}
