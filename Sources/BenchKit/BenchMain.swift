import ArgumentParser
import BenchPlan
import BenchRepetition
public import BenchWorkloads
import WorkerPoolsPosix

/// The program `bench` as a function: the whole `main` of an executable that measures workloads of its own.
public enum BenchMain {
  static let version = "0.1.0"

  /// Runs the command line and exits.
  ///
  /// - Parameter workloads: workloads beside the built-in ones. Their names must differ from those and from each other, and
  ///   their types must be visible beyond their file, since worker processes find them by name.
  public static func run(workloads: [any Workload.Type] = []) -> Never {
    let output = ResultOutput(isClosed: StandardStreams.openMissing())
    let status = status(arguments: ProcessImage.arguments, workloads: workloads, output: output)
    ProcessImage.exitNormally(output.status(after: status, notes: writeNote).rawValue)
  }
}

extension BenchMain {
  private static func writeNote(_ text: String) { StandardStreams.writeError(text + "\n") }

  private static func status(
    arguments: [String], workloads: [any Workload.Type], output: ResultOutput
  ) -> ExitStatus {
    do {
      let all = try Workloads(adding: workloads)
      if arguments.first == SingleTask.name {
        output.write(try SingleTask.run(Array(arguments.dropFirst()), workloads: all))
        return .done
      }
      let invocation = Invocation(
        workloads: all, executable: ProcessImage.executableFile() ?? "", arguments: arguments, environment: .own,
        isTerminal: StandardStreams.errorIsTerminal, outputColumns: StandardStreams.outputColumns, output: output.write,
        notes: writeNote)
      return status(of: arguments, in: invocation)
    } catch {
      writeNote("bench: \(error)")
      return .failure
    }
  }

  /// Parses and runs a command, and says in one line what went wrong, if anything did.
  static func status(of arguments: [String], in invocation: Invocation) -> ExitStatus {
    var command: any ParsableCommand
    do {
      try ArgumentBytes.check(arguments)
      command = try Bench.parseAsRoot(arguments)
    } catch {
      return reportUsage(error, in: invocation)
    }
    do {
      guard let command = command as? any BenchCommand else { return showHelp(&command, in: invocation) }
      return try command.execute(in: invocation)
    } catch let error as any UsageError {
      invocation.notes("bench: \(error)")
      return .usage
    } catch {
      invocation.notes("bench: \(error)")
      return .failure
    }
  }

  /// The help of a command is itself a command of the argument parser, which says what to print by what it throws.
  private static func showHelp(_ command: inout any ParsableCommand, in invocation: Invocation) -> ExitStatus {
    do {
      try command.run()
      return .done
    } catch {
      return reportUsage(error, in: invocation)
    }
  }

  /// Help and the version go to standard output; an error is one line.
  private static func reportUsage(_ error: any Error, in invocation: Invocation) -> ExitStatus {
    guard Bench.exitCode(for: error) != .success else {
      invocation.output(Bench.fullMessage(for: error))
      return .done
    }
    let message = Bench.message(for: error).split(separator: "\n").joined(separator: " ")
    let names = Bench.configuration.subcommands.compactMap { $0.configuration.commandName }
    let command = invocation.arguments.first { names.contains($0) } ?? "run"
    invocation.notes("bench: \(message); 'bench help \(command)' lists the options")
    return .usage
  }
}
