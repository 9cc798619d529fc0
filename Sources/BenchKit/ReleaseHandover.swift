import SystemPackage
import WorkerPoolsPosix

/// A debug build's way to honest figures: it builds the release binary of its own product and becomes it.
///
/// `swift run` builds for debug, whose figures say nothing about a release. The build's progress goes to standard error, so
/// that standard output carries results alone.
struct ReleaseHandover {
  /// Whether this program was built for debug.
  static var isDebugBuild: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }

  /// Whether a run must be handed over: a debug build that was not told to measure all the same.
  static func isNeeded(environment: EnvironmentVariables) -> Bool {
    isDebugBuild && environment["BENCH_ALLOW_DEBUG"] != "1"
  }

  /// The name of the product: the file name of the running program.
  let product: String
  /// The folder of Package.swift.
  let package: String
  /// The folder that `--scratch-path` names.
  let scratch: String
  /// What the release build of the product will be.
  let releaseBinary: String

  /// Finds the package from the path of the running program: SCRATCH/TRIPLE/debug/PRODUCT, where the package is the nearest
  /// folder above SCRATCH, or else above `workingDirectory`, that holds a Package.swift.
  ///
  /// - Returns: `nil` where the program does not lie in a SwiftPM build folder, or there is no such package.
  init?(executable: String, workingDirectory: String, exists: (String) -> Bool) {
    let parts = executable.split(separator: "/").map(String.init)
    guard parts.count >= 4, parts[parts.count - 2] == "debug", let product = parts.last else { return nil }
    let scratch = "/" + parts.dropLast(3).joined(separator: "/")
    let candidates = Self.foldersUpwards(from: scratch) + Self.foldersUpwards(from: workingDirectory)
    guard let package = candidates.first(where: { exists("\($0)/Package.swift") }) else { return nil }
    self.product = product
    self.package = package
    self.scratch = scratch
    releaseBinary = "\(scratch)/\(parts[parts.count - 3])/release/\(product)"
  }

  private static func foldersUpwards(from path: String) -> [String] {
    let parts = path.split(separator: "/")
    return (0...parts.count).reversed().map { "/" + parts.prefix($0).joined(separator: "/") }
  }

  /// The arguments of `swift` that build the release binary.
  var buildArguments: [String] {
    [
      "build", "-c", "release", "--static-swift-stdlib", "--product", product, "--package-path", package,
      "--scratch-path", scratch,
    ]
  }

  /// Builds the release binary and becomes it, with the same arguments.
  ///
  /// - Throws: `HandoverError` where the build fails or its result cannot be run.
  static func handOver(_ invocation: Invocation) throws -> Never {
    let handover = ReleaseHandover(
      executable: invocation.executable, workingDirectory: invocation.environment["PWD"] ?? "/",
      exists: FileSystemAccess.exists)
    guard let handover else { throw HandoverError.noPackage(invocation.executable) }
    invocation.notes(
      "bench: this is a debug build; building the release binary of \(handover.product) to measure with "
        + "(some minutes the first time)")
    try handover.build(isTerminal: invocation.isTerminal)
    let words = [handover.releaseBinary] + invocation.arguments
    try ProcessImage.replace(
      path: handover.releaseBinary, arguments: CStrings(words.map { RawText.bytes(of: $0) }))
  }

  /// Ctrl-C reaches the build as it reaches this program.
  private func build(isTerminal: Bool) throws {
    var launch = Launch(path: "swift", arguments: ["swift"] + buildArguments)
    launch.searchesPath = true
    launch.processGroup = .inherited
    let status = isTerminal ? try buildOnTerminal(launch) : try buildRelayed(launch)
    guard status == .exited(0) else { throw HandoverError.buildFailed(status) }
  }

  private func buildOnTerminal(_ launch: Launch) throws -> TerminationStatus {
    var launch = launch
    launch.standardOutput = .standardError
    return try ChildProcess.spawn(launch).wait().status
  }

  /// Passes on what the build says, so that it goes on if nobody reads that any more.
  private func buildRelayed(_ launch: Launch) throws -> TerminationStatus {
    let pipe = try FileDescriptor.pipe()
    defer { try? pipe.readEnd.close() }
    var launch = launch
    launch.standardOutput = pipe.writeEnd
    launch.standardError = pipe.writeEnd
    let child: ChildProcess
    do {
      defer { try? pipe.writeEnd.close() }
      child = try ChildProcess.spawn(launch)
    }
    var chunk = [UInt8](repeating: 0, count: 1 << 12)
    while true {
      let count = try chunk.withUnsafeMutableBytes { try pipe.readEnd.read(into: $0) }
      if count == 0 { return child.wait().status }
      StandardStreams.writeError(Array(chunk.prefix(count)))
    }
  }
}

/// Why no release binary could be had.
enum HandoverError: Error, CustomStringConvertible {
  case noPackage(String)
  case buildFailed(TerminationStatus)

  var description: String {
    switch self {
    case .noPackage(let executable):
      "\(executable) is a debug build outside its package, whose figures mean nothing; run "
        + "'swift build -c release --product bench' in the package and use that binary"
    case .buildFailed(let status): "the release build \(status); run 'swift build -c release' to see why"
    }
  }
}
