import ArgumentParser

/// Where results go, and what is printed meanwhile.
struct OutputOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder of the run's files (default: results/RUN_ID).", valueName: "dir"))
  var output: String?

  @Flag(help: "Write tasks.csv: every stamped task of the last round.")
  var tasksCsv = false

  @Flag(help: "Print the plan and its expected duration, and run nothing.")
  var dryRun = false

  @Option(help: ArgumentHelp("Complete the repetitions that are missing in this run.", valueName: "dir"))
  var resume: String?

  @Flag(help: "Print no progress.")
  var noProgress = false
}
