/// Why a program of the system that is needed did not do its work: one sentence that says what to do.
package enum ToolError: Error, Hashable, CustomStringConvertible {
  case missing(String, package: String)
  case failed(String, detail: String)

  package var description: String {
    switch self {
    case .missing(let name, let package):
      "The program '\(name)' was not found on the PATH: install \(package)."
    case .failed(let name, let detail): "The program '\(name)' failed (\(detail)): run it by hand to see why."
    }
  }
}
