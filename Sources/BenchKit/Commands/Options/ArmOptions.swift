import ArgumentParser

/// Who takes part beside the strategies, and whom the others are compared with.
struct ArmOptions: ParsableArguments {
  @Option(
    name: .customLong("arm"),
    help: ArgumentHelp("Another program as a contender (results/PROTOCOL.md); repeatable.", valueName: "label=command"))
  var arms: [String] = []

  @Option(
    help: ArgumentHelp("Allocators: jemalloc, system, or a library to preload.", valueName: "list"),
    transform: CommaList<String>.names)
  var allocator: CommaList<String>?

  @Option(help: ArgumentHelp("The arm that the others are compared with (default: the first).", valueName: "arm"))
  var baseline: String?

  @Flag(help: "Run no second copy of the baseline.")
  var noControl = false
}
