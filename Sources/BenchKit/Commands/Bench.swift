import ArgumentParser

/// The root of the command line.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "What a process per task, a pool of processes, threads, a thread pool and Dispatch cost on this machine.",
    discussion: "Without arguments: the default suite, in under three minutes on two cores.",
    version: "bench \(BenchMain.version) (\(ReleaseHandover.isDebugBuild ? "debug" : "release"))",
    subcommands: [
      RunCommand.self, GateCommand.self, ListCommand.self, PivotCommand.self, RepetitionSubcommand.self, WatchdogSubcommand.self,
      EchoServerSubcommand.self,
    ],
    defaultSubcommand: RunCommand.self)
}
