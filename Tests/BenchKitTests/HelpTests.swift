import ArgumentParser
import Testing

@testable import BenchKit

@Suite("The help of commands")
struct HelpTests {
  /// The commands that people type.
  private static let shown = Bench.configuration.subcommands.filter { $0.configuration.shouldDisplay }

  /// The lines of a discussion that are commands, without the program's name and where the output goes.
  private static func examples(_ discussion: String) -> [[String]] {
    discussion.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("  bench ") || line == "  bench" else { return nil }
      return line.split(separator: " ").dropFirst().prefix { $0 != ">" }.map(String.init)
    }
  }

  @Test("have examples, each of which is that command and is understood", arguments: shown.indices)
  func examples(index: Int) throws {
    let command = Self.shown[index]
    let configuration = command.configuration
    let examples = Self.examples(configuration.discussion)
    #expect(!examples.isEmpty, "\(configuration.commandName ?? "")")
    for line in configuration.discussion.split(separator: "\n") { #expect(line.count < 80, "\(line) would be wrapped") }
    for example in examples {
      #expect(example.first == configuration.commandName)
      let parsed = try Bench.parseAsRoot(example)
      #expect(type(of: parsed) == command, "\(example)")
    }
  }

  @Test("is refused by the parser where an example has an option that is not there")
  func wrongExample() {
    let examples = Self.examples("So:\n  bench list --colour\nbench is no example here")
    #expect(examples == [["list", "--colour"]])
    #expect(throws: (any Error).self) { try Bench.parseAsRoot(examples[0]) }
  }

  @Test("knows the shells for which it writes completions", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let script = Bench.completionScript(for: try #require(CompletionShell(rawValue: shell)))
    for name in Self.shown.compactMap({ $0.configuration.commandName }) { #expect(script.contains(name), "\(name)") }
  }
}
