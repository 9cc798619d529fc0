import ArgumentParser
import WorkerPoolsPosix

/// `bench init [DIR]`.
struct InitCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "A package with workloads of your own, ready to build.",
    discussion: """
      Into a new folder, depending on the checkout that this program was built in:
        bench init my-bench
      Depending on the package as it is published somewhere:
        bench init my-bench --url https://example.com/WorkerPools.git
      """)

  @Argument(help: ArgumentHelp("An empty folder, or one that is to be made.", valueName: "dir"), completion: .directory)
  var directory = "."

  @Option(
    help: ArgumentHelp(
      "A checkout of the package that has BenchKit (default: the one above this program's file).",
      valueName: "folder"))
  var path: String?

  @Option(help: ArgumentHelp("Where the package that has BenchKit is published.", valueName: "url"))
  var url: String?

  @Option(help: ArgumentHelp("The branch of --url.", valueName: "name"))
  var branch = "main"

  func validate() throws {
    if path != nil, url != nil { throw ValidationError("the package comes from --path or from --url, not from both") }
  }

  func execute(in invocation: Invocation) throws -> ExitStatus {
    let folder = NewPackageFolder(directory, in: invocation.environment["PWD"] ?? "/")
    let package = NewPackage(folder: folder.path, origin: try origin(folder, invocation))
    try folder.write(package.files)
    invocation.output("\(folder.path) has \(package.files.map(\.path).joined(separator: ", ")).")
    invocation.output("Try it: cd \(Self.quoted(directory)) && swift run \(package.name) --workloads bits --quick")
    return .done
  }

  /// The path as a word of a shell.
  private static func quoted(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy {
      (0x2B...0x3A).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
    }
    return isPlain
      ? path : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  private func origin(_ folder: NewPackageFolder, _ invocation: Invocation) throws -> NewPackage.Origin {
    if let url { return .url(url, branch: branch) }
    guard let path else {
      let checkout = NewPackageFolder.checkout(of: invocation.executable, exists: FileSystemAccess.exists)
      guard let checkout else { throw InitError.noOrigin }
      return .path(checkout)
    }
    guard FileSystemAccess.exists("\(path)/Sources/BenchKit/BenchMain.swift") else { throw InitError.notAPackage(path) }
    return .path(folder.manifestPath(of: path))
  }
}
