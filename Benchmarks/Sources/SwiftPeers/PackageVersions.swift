import Foundation

/// The versions of the packages that this program was built with, read from the build folder that it lies in.
enum PackageVersions {
  private struct State: Decodable {
    struct Object: Decodable { let dependencies: [Dependency] }
    struct Dependency: Decodable {
      let packageRef: Reference
      let state: Checkout
    }
    struct Reference: Decodable { let identity: String }
    struct Checkout: Decodable { let checkoutState: Version? }
    struct Version: Decodable { let version: String? }

    let object: Object
  }

  /// The package's name, and its version where it can be found.
  static func name(_ package: String) -> String {
    let dependency = state?.object.dependencies.first { $0.packageRef.identity == package }
    return dependency?.state.checkoutState?.version.map { "\(package) \($0)" } ?? package
  }

  /// SwiftPM's own record, in one of the folders above this program.
  private static let state: State? = {
    var folder = URL(fileURLWithPath: OwnProgram.path).deletingLastPathComponent()
    for _ in 0..<3 {
      if let data = try? Data(contentsOf: folder.appendingPathComponent("workspace-state.json")) {
        return try? JSONDecoder().decode(State.self, from: data)
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }()
}

/// This program's own file.
enum OwnProgram {
  static var path: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }
}
