import ArgumentParser

/// Where the sweep comes from that advice rests on.
struct SweepSource: ParsableArguments {
  @Argument(help: ArgumentHelp("The folder of a sweep (bench run --suite sweep).", valueName: "dir"))
  var directory: String?

  @Option(help: ArgumentHelp("The same, such as another machine's results/reference.", valueName: "dir"))
  var from: String?

  @Flag(help: "Sweep this machine first, with tasks of the kind alone; under ten minutes on two cores.")
  var run = false

  @Option(
    help: ArgumentHelp("With --run: the folder of the sweep's files (default: results/RUN_ID).", valueName: "dir"))
  var output: String?

  @Flag(help: "Print no progress.")
  var noProgress = false

  func validate() throws {
    let given = [directory != nil, from != nil, run].count { $0 }
    if output != nil, !run { throw ValidationError("--output is where --run puts its files; remove it or add --run") }
    guard given != 1 else { return }
    throw ValidationError(
      "give one of these: the folder of a sweep, or --run to sweep this machine first, or --from with another run's folder"
    )
  }

  /// The folder that was given; empty with `--run`.
  var folder: String { directory ?? from ?? "" }
}
