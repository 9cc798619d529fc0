import Foundation
import PackagePlugin

/// Writes the git commit of this package, as it is at each build, into a Swift file of the target that uses the plug-in.
///
/// A command before the build, since only such a one runs at each build: git's files are no inputs that a build system
/// could watch. The file keeps its time where the commit is the same, so that nothing is compiled again.
@main
struct BuildCommit: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let package = context.package.directoryURL
    let folder = context.pluginWorkDirectoryURL.appending(path: "Generated")
    return [
      .prebuildCommand(
        displayName: "Note the commit of \(context.package.displayName)", executable: URL(filePath: "/bin/sh"),
        arguments: [
          package.appending(path: "Plugins/BuildCommit/commit.sh").path(percentEncoded: false),
          package.path(percentEncoded: false), folder.path(percentEncoded: false),
        ], outputFilesDirectory: folder)
    ]
  }
}
