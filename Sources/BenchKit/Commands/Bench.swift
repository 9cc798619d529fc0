import ArgumentParser

/// The root of the command line.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "What a process per task, a pool of processes, threads, a thread pool and Dispatch cost on this machine.",
    discussion: """
      Without arguments: the default suite, in under three minutes on two cores.
      Every command has examples in its help:
        bench help run
      """,
    version: "bench \(BenchMain.version) (\(ReleaseHandover.isDebugBuild ? "debug" : "release"))",
    subcommands: [
      RunCommand.self, GateCommand.self, SelfTestCommand.self, ListCommand.self, ShowCommand.self, PivotCommand.self,
      CompareCommand.self, HistoryCommand.self, ReportCommand.self, AdviseCommand.self, ExportCommand.self,
      InitCommand.self, RepetitionSubcommand.self, WatchdogSubcommand.self,
      EchoServerSubcommand.self,
    ],
    defaultSubcommand: RunCommand.self)
}

extension Bench {
  /// The commands that people type, with a line each.
  static var commands: [(name: String, summary: String)] {
    configuration.subcommands.compactMap { command in
      let configuration = command.configuration
      return configuration.shouldDisplay ? (configuration.commandName ?? "", configuration.abstract) : nil
    }
  }
}
