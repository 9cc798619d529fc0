package import BenchWorkloads
package import WorkerPoolsPosix

/// What a command needs from outside: its surroundings as values, so that it can be tested in process.
package struct Invocation: Sendable {
  package var workloads: Workloads
  /// The absolute path of the running program.
  package var executable: String
  /// The arguments after the program's name, as ``RawText`` has them.
  package var arguments: [String]
  package var environment: EnvironmentVariables
  /// Whether standard error is a terminal.
  package var isTerminal: Bool
  /// The columns of the terminal behind standard output; nil if it is none.
  package var outputColumns: Int?
  /// Takes results: standard output.
  package var output: @Sendable (String) -> Void
  /// Takes progress and notes: standard error.
  package var notes: @Sendable (String) -> Void
}

/// How the program ends; the contract of the exit codes.
package enum ExitStatus: Int32, Sendable {
  case done = 0
  case failure = 1
  case regression = 2
  case inconclusive = 3
  case usage = 64
  case interrupted = 130
}

/// A command of the program: a function of its arguments and surroundings.
protocol BenchCommand {
  /// - Throws: an error whose description is one sentence for the user; the program then exits with 1.
  func execute(in invocation: Invocation) throws -> ExitStatus
}
