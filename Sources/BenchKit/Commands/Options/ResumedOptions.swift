import BenchPlan

/// Which options a resumed run takes.
///
/// It follows its plan in everything else, so that an option that is added later is refused until it is named as taken.
enum ResumedOptions {
  /// Refuses all options but `--resume` and those that are taken.
  ///
  /// - Parameters:
  ///   - arguments: the arguments as they were typed; a value never begins with two dashes.
  ///   - taken: the options that are taken beside `--resume`.
  /// - Throws: `SuiteError` that names the option.
  static func check(_ arguments: [String], taken: [String]) throws(SuiteError) {
    let given = arguments.filter { $0.hasPrefix("--") }.map { String($0.prefix { $0 != "=" }) }
    guard let option = given.first(where: { $0 != "--resume" && !taken.contains($0) }) else { return }
    throw SuiteError("--resume follows the plan of its run; remove \(option)")
  }
}
