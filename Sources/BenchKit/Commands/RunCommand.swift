import ArgumentParser

/// `bench run`.
struct RunCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a suite: every strategy in every cell, side by side, to CSV.")

  @OptionGroup var options: RunOptions

  func execute(in invocation: Invocation) throws -> ExitStatus { .done }
}
