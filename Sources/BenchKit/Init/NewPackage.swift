/// The files of a package with workloads of one's own.
struct NewPackage {
  /// Where the new package finds this one.
  enum Origin: Hashable {
    /// A checkout, as the new package's manifest names it.
    case path(String)
    case url(String, branch: String)
  }

  /// A file by its path in the package.
  struct File: Hashable {
    let path: String
    let text: String
  }

  /// The name of the package, of its target and of its program.
  let name: String
  let origin: Origin

  /// The package that is written into a folder, by its absolute path, and is named after it.
  init(folder: String, origin: Origin) {
    name = Self.name(of: folder)
    self.origin = origin
  }

  var files: [File] {
    [
      File(path: "Package.swift", text: manifest), File(path: ".gitignore", text: ".build/\nresults/\n"),
      File(path: "README.md", text: readMe), File(path: "Sources/\(name)/main.swift", text: NewPackageSources.main),
      File(path: "Sources/\(name)/MoreWorkloads.swift", text: NewPackageSources.more),
    ]
  }

  /// The folder's name with what no target's name may have replaced, and changed where this package has a target of that name.
  private static func name(of folder: String) -> String {
    let last = folder.split(separator: "/").last ?? "workloads"
    let name = String(last.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "-" })
    let lower = name.lowercased()
    let isTaken = ["bench", "workerpools"].contains { lower.hasPrefix($0) } && !lower.contains("-")
    return isTaken || !name.contains { $0.isLetter } ? name + "-workloads" : name
  }

  private var manifest: String {
    let (dependency, package) =
      switch origin {
      case .path(let path): (".package(name: \"WorkerPools\", path: \(quoted(path)))", "WorkerPools")
      case .url(let url, let branch):
        (".package(url: \(quoted(url)), branch: \(quoted(branch)))", Self.identity(of: url))
      }
    return """
      // swift-tools-version: 6.2

      import PackageDescription

      let package = Package(
        name: "\(name)",
        dependencies: [
          \(dependency)
        ],
        targets: [
          .executableTarget(
            name: "\(name)",
            dependencies: [
              .product(name: "BenchKit", package: \(quoted(package)))
            ])
        ]
      )

      """
  }

  private var readMe: String {
    """
    # \(name)

    What a process per task, a pool of processes, threads, a thread pool and Dispatch make of this package's own workloads.
    It needs Linux, Swift 6.3 and `libjemalloc-dev`.

        swift run \(name) list
        swift run \(name) --workloads bits --quick
        swift run \(name) --workloads bits,lookup,sorting,waiting --task-duration 1ms --width 1,2

    The first call builds for release, which takes some minutes. `Sources/\(name)/main.swift` has a workload in 15 lines;
    `MoreWorkloads.swift` has the other kinds. Change them, or write your own and name it in `main.swift`.

    """
  }

  /// The name by which a manifest refers to a package that comes from a URL.
  private static func identity(of url: String) -> String {
    let last = url.split(separator: "/").last.map(String.init) ?? url
    return last.hasSuffix(".git") ? String(last.dropLast(4)) : last
  }

  /// A string literal of Swift.
  private func quoted(_ text: String) -> String {
    "\"" + text.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }.joined() + "\""
  }
}
