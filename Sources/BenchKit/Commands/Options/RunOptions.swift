import ArgumentParser
import BenchPlan

/// The options of `bench run` as they were typed, by concept.
struct RunOptions: ParsableArguments {
  @OptionGroup(title: "What is run") var matrix: MatrixOptions
  @OptionGroup(title: "How it is run") var settings: SettingsOptions
  @OptionGroup(title: "Contenders") var arms: ArmOptions
  @OptionGroup(title: "Results") var output: OutputOptions

  /// Refuses whatever a resumed run takes from its plan.
  ///
  /// - Throws: `SuiteError` that names the option.
  func checkResuming(arguments: [String]) throws(SuiteError) {
    guard output.folder.resume != nil else { return }
    try ResumedOptions.check(arguments, taken: ["--no-progress", "--wide"])
  }
}
