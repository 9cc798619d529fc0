import ArgumentParser
import BenchDriver
import BenchRepetition

/// `bench repetition`: one repetition inside this process, by the repetition protocol.
struct RepetitionSubcommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "repetition", abstract: "Run one repetition (results/PROTOCOL.md).", shouldDisplay: false)

  @Option(help: ArgumentHelp("The spec to read.", valueName: "file"))
  var spec: String

  @Option(help: ArgumentHelp("The record to write.", valueName: "file"))
  var record: String

  func execute(in invocation: Invocation) throws -> ExitStatus {
    try RepetitionCommand.run(specPath: spec, recordPath: record, workloads: invocation.workloads)
    return .done
  }
}

/// `bench watchdog`: kills the process groups that it was told of when the driver is gone.
struct WatchdogSubcommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(commandName: "watchdog", shouldDisplay: false)

  func execute(in invocation: Invocation) throws -> ExitStatus {
    try WatchdogMain.run()
    return .done
  }
}

/// `bench echo-server`: the server behind the workload `socket-io`.
struct EchoServerSubcommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(commandName: "echo-server", shouldDisplay: false)

  func execute(in invocation: Invocation) throws -> ExitStatus {
    try EchoServerMain.run()
    return .done
  }
}
