import ArgumentParser
import WorkerPoolsPosix

/// Which arguments need not be UTF-8.
///
/// The words of a contender's command reach it byte for byte. Everything else that is given is a name or a path that this
/// program itself writes down as text.
enum ArgumentBytes {
  /// The options whose value is a command.
  private static let commands = ["--arm", "--base", "--head", "--command"]

  /// - Throws: `ValidationError` if an argument that is no command is not UTF-8.
  static func check(_ arguments: [String]) throws {
    for (index, argument) in arguments.enumerated() where RawText.isEscaped(argument) {
      let isValue = index > 0 && commands.contains(arguments[index - 1])
      guard isValue || commands.contains(where: { argument.hasPrefix("\($0)=") }) else {
        throw ValidationError("argument \(index + 1) is not UTF-8; only the commands of arms need not be")
      }
    }
  }
}
