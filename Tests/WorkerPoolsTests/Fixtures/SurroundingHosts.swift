import Glibc
import WorkerPoolsPosix

@testable import WorkerPools

// Hosts that change what is around them, as processes of their own, and tasks that look at what a worker finds.

/// The arguments of this process, byte for byte, with the zero behind each.
enum ReadArguments: WorkerFunction {
  static func run(_ input: Int) throws -> [UInt8] { try FileSystemAccess.bytes(of: "/proc/self/cmdline") }
}

/// How many arguments a Swift program sees.
enum CountArguments: WorkerFunction {
  static func run(_ input: Int) -> Int { CommandLine.arguments.count }
}

/// The arguments of the host, of a pool's worker and of a unit, and how many of them the host and the worker see.
enum ArgumentsOfWorkers: WorkerFunction {
  struct Report: Codable, Sendable {
    let bytes: [[UInt8]]
    let counts: [Int]
  }

  static func run(_ input: StartMethod) throws -> Report {
    let pool = try input.make(1)
    defer { try? pool.terminateAndJoin() }
    return Report(
      bytes: [
        try ReadArguments.run(0), try pool.apply(ReadArguments.self, 0),
        try UnitProcess.spawn(ReadArguments.self, 0, startMethod: input).collect().output,
      ], counts: [CountArguments.run(0), try pool.apply(CountArguments.self, 0)])
  }
}

/// What a worker finds that its pool was made with.
struct Place: Codable, Sendable, Equatable {
  var variables: [String]
  var folder: String
  var cores: [Int]

  /// The value of the variable, or `nil`.
  func value(_ name: String) -> String? {
    variables.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.utf8.count + 1)) }
  }
}

enum FindPlace: WorkerFunction {
  static func run(_ input: Int) -> Place {
    Place(variables: ReadVariables.run(0), folder: ProcessImage.workingDirectory, cores: CoreCount.affinity)
  }
}

/// Makes a pool, changes everything around it, and makes another one; a worker serves one task.
enum ChangeSurroundings: WorkerFunction {
  struct Report: Codable, Sendable {
    /// Before the change and after it.
    let own: [Place]
    let firstPool: [Place]
    let secondPool: Place
  }

  static func run(_ input: StartMethod) throws -> Report {
    try change(value: "one", folder: "/tmp", cores: [CoreCount.affinity[0]])
    let first = try input.make(1) { $0.maxTasksPerWorker = 1 }
    let own = FindPlace.run(0)
    let before = try first.apply(FindPlace.self, 0)
    try change(value: "two", folder: "/usr", cores: nil)
    let second = try input.make(1)
    defer {
      try? first.terminateAndJoin()
      try? second.terminateAndJoin()
    }
    let after = try [first.apply(FindPlace.self, 0), first.apply(FindPlace.self, 0)]
    return Report(
      own: [own, FindPlace.run(0)], firstPool: [before] + after, secondPool: try second.apply(FindPlace.self, 0))
  }

  private static func change(value: String, folder: String, cores: [Int]?) throws {
    setenv("SURROUNDINGS_TEST", value, 1)
    chdir(folder)
    try CoreCount.setAffinity(cores ?? Array(0..<1024))
  }
}

/// Makes a pool whose configuration says what is around workers, and removes their folder.
enum ConfigureSurroundings: WorkerFunction {
  struct Report: Codable, Sendable {
    let places: [Place]
    let core: Int
    let executables: [Int]
  }

  static func run(_ input: StartMethod) throws -> Report {
    chdir("/tmp")
    let name = "surroundings-\(ProcessImage.processIdentifier)-\(input.rawValue)"
    try FileSystemAccess.makeDirectory("/tmp/\(name)")
    let core = try required(CoreCount.affinity.last)
    let pool = try input.make(1) {
      $0.maxTasksPerWorker = 1
      $0.environment = ["ONLY": "this", "EMPTY": "", "WORKERPOOLS_WORKER": "unit"]
      $0.workingDirectory = name
      $0.affinity = [core]
    }
    defer { try? pool.terminateAndJoin() }
    let before = try pool.apply(FindPlace.self, 0)
    FileSystemAccess.remove("/tmp/\(name)")
    return Report(
      places: [before, try pool.apply(FindPlace.self, 0)], core: core, executables: [try relativeExecutable(input)])
  }

  /// Has a program whose path is relative to the host's folder, and workers in another one.
  private static func relativeExecutable(_ method: StartMethod) throws -> Int {
    let file = try required(ProcessImage.executableFile())
    chdir("/")
    let pool = try method.make(1) {
      $0.executable = String(file.dropFirst())
      $0.workingDirectory = "/tmp"
    }
    defer { try? pool.terminateAndJoin() }
    return try pool.run(.double(21))
  }
}

struct MissingValue: Error {}

/// The value, or an error.
func required<Value>(_ value: Value?) throws -> Value {
  guard let value else { throw MissingValue() }
  return value
}

/// Has pools one after the other while signals are ignored, caught and at their defaults, and lists a worker's each time.
enum ChangeDispositions: WorkerFunction {
  struct Input: Codable, Sendable {
    let method: StartMethod
    let signal: Int32
  }

  /// What workers ignore: where their host has the default, ignores the signal, catches it, and ignores all that it can.
  static func run(_ input: Input) throws -> [ListSignals.State] {
    let caught: @convention(c) (Int32) -> Void = { _ in }
    var states = [try list(input.method)]
    signal(input.signal, SIG_IGN)
    states.append(try list(input.method))
    signal(input.signal, caught)
    states.append(try list(input.method))
    for number in Int32(1)...64 where ![SIGKILL, SIGSTOP, 32, 33].contains(number) { signal(number, SIG_IGN) }
    states.append(try list(input.method))
    return states
  }

  private static func list(_ method: StartMethod) throws -> ListSignals.State {
    let pool = try method.make(1)
    defer { try? pool.terminateAndJoin() }
    return try pool.apply(ListSignals.self, 0)
  }
}
