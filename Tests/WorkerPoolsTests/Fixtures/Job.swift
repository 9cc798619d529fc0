import Glibc
import WorkerPools
import WorkerPoolsPosix

/// A task that does on demand what tasks may do, on a thread as in a process.
enum Job: Codable, Sendable {
  case double(Int)
  case fail(String)
  case waitAtGate(port: Int)
  case exit(Int32)
  case kill(Int32)
  case trap
  case touchNothing
  case writeToChannel
  case print(String)
  case longText(Int)
  case pid
  case printError(String)
  case unwrapNothing
  case spin
  case sleepIgnoringSignals
  case keep(bytes: Int)
  case startSleeper(port: Int, thenGateAt: Int?)
  case markerOfChild
  case localValue

  struct Failure: Error, Codable, Equatable, CustomStringConvertible {
    let description: String
  }

  func perform() throws -> Int {
    switch self {
    case .double(let number): return number * 2
    case .fail(let text): throw Failure(description: text)
    case .waitAtGate(let port): try Gate.wait(port: port)
    case .exit(let code): Glibc.exit(code)
    case .kill(let signal): SignalNumber.send(signal, to: ProcessImage.processIdentifier)
    case .trap: fatalError("as ordered")
    case .touchNothing: UnsafeMutablePointer<Int>(bitPattern: 16)!.pointee = 1
    case .writeToChannel: try FileSystemAccess.write(Array("no message at all, ".utf8) + [0], to: .init(rawValue: 3))
    case .print(let text): Swift.print(text)
    case .longText(let count): throw Failure(description: String(repeating: "x", count: count))
    case .pid: return Int(ProcessImage.processIdentifier)
    case .printError(let text): try FileSystemAccess.write(Array((text + "\n").utf8), to: .standardError)
    case .unwrapNothing: return Int("no number")!
    case .spin: while true { sched_yield() }
    case .sleepIgnoringSignals:
      for number in Int32(1)...64 { signal(number, SIG_IGN) }
      while true { pause() }
    case .keep(let bytes): Kept.bytes += [[UInt8](repeating: 1, count: bytes)]
    case .startSleeper(let port, let next):
      try Kept.startSleeper(port: port)
      if let next { try Gate.wait(port: next) }
    case .markerOfChild: return try Kept.exitCode(of: "[ -z \"$WORKERPOOLS_WORKER\" ]")
    case .localValue: return Kept.local.value
    }
    return 0
  }
}

/// What tasks leave in their worker.
enum Kept {
  static let local = WorkerLocal<Int>()
  // A worker runs one task at a time.
  nonisolated(unsafe) fileprivate static var bytes: [[UInt8]] = []
  nonisolated(unsafe) private static var sleepers: [ChildProcess] = []

  /// Starts a process that lasts, in the worker's group, and says its number at the gate.
  fileprivate static func startSleeper(port: Int) throws {
    var launch = Launch(path: "/bin/sleep", arguments: ["sleep", "1000"])
    launch.processGroup = .inherited
    let sleeper = try ChildProcess.spawn(launch)
    sleepers.append(sleeper)
    try Gate.wait(port: port, as: sleeper.pid)
  }

  fileprivate static func exitCode(of command: String) throws -> Int {
    let shell = try ChildProcess.spawn(Launch(path: "/bin/sh", arguments: ["sh", "-c", command]))
    if case .exited(let code) = shell.wait().status { return Int(code) }
    return -1
  }
}

/// Makes the state that `Job.localValue` reads.
enum SetLocalValue: WorkerFunction {
  static func run(_ input: Int) -> Bool {
    Kept.local.value = input
    return true
  }
}

enum RunJob: WorkerFunction {
  static func run(_ input: Job) throws -> Int { try input.perform() }
}

/// Returns what it was given.
enum Echo<Value: Codable & Sendable>: WorkerFunction {
  static func run(_ input: Value) -> Value { input }
}

/// Returns what cannot be encoded.
enum ReturnUnencodable: WorkerFunction {
  struct Stubborn: Codable, Sendable {
    init() {}
    init(from decoder: any Decoder) throws {}
    func encode(to encoder: any Encoder) throws { throw Job.Failure(description: "will not be encoded") }
    let text = ""
  }

  static func run(_ input: Int) -> Stubborn { Stubborn() }
}
