import BenchPlan
import WorkerPoolsPosix

extension Suite {
  /// The suite of that name, or the one in that file, with the cores as the width where it gives none.
  static func load(_ name: String, cores: Int) throws(SuiteError) -> Suite {
    let builtIn = Suite.builtIn(cores: cores)
    if let known = builtIn.first(where: { $0.name == name }) { return known }
    guard name.contains("/") || name.hasSuffix(".json") else {
      let names = builtIn.map(\.name).joined(separator: ", ")
      throw SuiteError("unknown suite '\(name)'; known are \(names), or give a JSON file, as Benchmarks/Peers/run does")
    }
    guard let text = FileSystemAccess.text(of: name) else {
      throw SuiteError("--suite \(name): this file cannot be read")
    }
    do {
      return try SuiteFile.parse(Array(text.utf8), name: name, folder: folder(of: name))
    } catch {
      throw SuiteError("--suite \(name): \(error)")
    }
  }

  /// The folder of a file, without the last slash; `.` where the path has none.
  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}
