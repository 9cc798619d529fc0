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
    }
    return 0
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
