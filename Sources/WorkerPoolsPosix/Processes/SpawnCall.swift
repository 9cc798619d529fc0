internal import CWorkerPools
internal import Glibc

/// One call of posix_spawn(3): the attributes and file actions that a `Launch` asks for.
struct SpawnCall: ~Copyable {
  private var actions = posix_spawn_file_actions_t()
  private var attributes = posix_spawnattr_t()
  /// Copies of descriptors whose numbers the child's own numbers would have overwritten.
  private var copies: [FileDescriptor] = []

  init(_ launch: Launch) throws(PosixError) {
    try checkedNumber("posix_spawn_file_actions_init", posix_spawn_file_actions_init(&actions))
    try checkedNumber("posix_spawnattr_init", posix_spawnattr_init(&attributes))
    try setAttributes(launch)
    if let folder = launch.workingDirectory {
      let code = wp_spawn_add_folder(&actions, folder.rawValue)
      try checkedNumber("posix_spawn_file_actions_addfchdir_np", code)
    }
    try addStandardStreams(launch)
    try addPassedDescriptors(launch.passedDescriptors)
  }

  deinit {
    var call = (actions, attributes)
    posix_spawn_file_actions_destroy(&call.0)
    posix_spawnattr_destroy(&call.1)
    for copy in copies { try? copy.close() }
  }

  /// Starts the program and returns its process identifier.
  func run(_ launch: Launch) throws(PosixError) -> Int32 {
    let arguments = CStringArray(launch.arguments)
    let environment =
      if let prepared = launch.preparedEnvironment {
        CStringArray(prepared, adding: launch.additionalEnvironment)
      } else {
        CStringArray(environment: launch.environment, adding: launch.additionalEnvironment)
      }
    var call = (pid: pid_t(0), actions: actions, attributes: attributes)
    let start = launch.searchesPath ? posix_spawnp : posix_spawn
    let code = arguments.withPointer { argv in
      environment.withPointer { envp in
        start(&call.pid, launch.path, &call.actions, &call.attributes, argv, envp)
      }
    }
    if code == EPERM || code == ENOSYS { throw refusal(Errno(rawValue: code), launch) }
    try checkedNumber("posix_spawn", code, subject: launch.path)
    return call.pid
  }

  /// Which of the calls that make a process was refused.
  private func refusal(_ code: Errno, _ launch: Launch) -> PosixError {
    if let call = wp_refused_for_spawn(code.rawValue) { return PosixError(call: String(cString: call), code: code) }
    if code == .noFunction { return PosixError(call: "setsid", code: code) }
    return PosixError(
      call: "setsid or execve", code: code,
      remedy:
        "allow setsid in the seccomp profile; or, if the program has file capabilities, drop those, or no-new-privs")
  }

  // A child must not inherit what this process blocks, nor ignores, but for a few, nor its terminal's signals.
  private mutating func setAttributes(_ launch: Launch) throws(PosixError) {
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    // Those keep their disposition, which exec turns from a handler into the default.
    for signal in launch.keptSignals { sigdelset(&all, signal) }
    var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    try checkedNumber("posix_spawnattr_setsigmask", posix_spawnattr_setsigmask(&attributes, &none))
    try checkedNumber("posix_spawnattr_setsigdefault", posix_spawnattr_setsigdefault(&attributes, &all))
    if launch.processGroup == .ownSession { flags |= Int32(wp_spawn_setsid()) }
    if let leader = launch.processGroup.leader {
      flags |= POSIX_SPAWN_SETPGROUP
      try checkedNumber("posix_spawnattr_setpgroup", posix_spawnattr_setpgroup(&attributes, leader))
    }
    try checkedNumber("posix_spawnattr_setflags", posix_spawnattr_setflags(&attributes, Int16(flags)))
  }

  private mutating func addStandardStreams(_ launch: Launch) throws(PosixError) {
    if let input = launch.standardInput {
      try addCopy(of: input, as: STDIN_FILENO)
    } else {
      try addNull(as: STDIN_FILENO, O_RDONLY)
    }
    try addOutput(launch.standardOutput, as: STDOUT_FILENO)
    try addOutput(launch.standardError, as: STDERR_FILENO)
  }

  // A stream that is closed would give its number to the first file that the child opens.
  private mutating func addOutput(_ given: FileDescriptor?, as number: Int32) throws(PosixError) {
    let source = given ?? FileDescriptor(rawValue: number)
    if source.rawValue <= STDERR_FILENO, !wp_passes_stream(source.rawValue) {
      try addNull(as: number, O_WRONLY)
    } else if let given {
      try addCopy(of: given, as: number)
    }
  }

  private mutating func addNull(as number: Int32, _ flags: Int32) throws(PosixError) {
    let code = posix_spawn_file_actions_addopen(&actions, number, "/dev/null", flags, 0)
    try checkedNumber("posix_spawn_file_actions_addopen", code)
  }

  private mutating func addPassedDescriptors(_ passed: [Launch.PassedDescriptor]) throws(PosixError) {
    let sorted = passed.sorted { $0.number < $1.number }
    precondition(zip(sorted, 3...).allSatisfy { $0.number == $1 }, "passed descriptors are numbered 3, 4, ...")
    let firstFree = Int32(3 + sorted.count)
    for entry in sorted {
      var source = entry.descriptor
      if source.rawValue < firstFree, source.rawValue != entry.number {
        source = FileDescriptor(
          rawValue: try checked("fcntl") { wp_duplicate_cloexec(entry.descriptor.rawValue, firstFree) })
        copies.append(source)
      }
      try addCopy(of: source, as: entry.number)
    }
    try checkedNumber("posix_spawn_file_actions_addclosefrom_np", wp_spawn_add_closefrom(&actions, firstFree))
  }

  private mutating func addCopy(of descriptor: FileDescriptor, as number: Int32) throws(PosixError) {
    let code = posix_spawn_file_actions_adddup2(&actions, descriptor.rawValue, number)
    try checkedNumber("posix_spawn_file_actions_adddup2", code)
  }
}

extension Launch.ProcessGroup {
  fileprivate var leader: Int32? {
    switch self {
    case .own: 0
    case .inherited, .ownSession: nil
    case .joining(let pid): pid
    }
  }
}
