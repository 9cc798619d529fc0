import ArgumentParser

/// Where results go, and what is printed meanwhile.
struct OutputOptions: ParsableArguments {
  @OptionGroup var folder: FolderOptions

  @Flag(help: "Write tasks.csv: every stamped task of the last round.")
  var tasksCsv = false

  @OptionGroup var table: TableOptions

  @Flag(help: "Print the plan and its expected duration, and run nothing.")
  var dryRun = false
}
