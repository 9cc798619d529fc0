import ArgumentParser

/// The folder that a command fills while it measures, and what is printed meanwhile.
struct FolderOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder of the files (default: results/RUN_ID).", valueName: "dir"))
  var output: String?

  @Option(help: ArgumentHelp("Complete what is missing in this folder.", valueName: "dir"))
  var resume: String?

  @Flag(help: "Print no progress.")
  var noProgress = false
}
