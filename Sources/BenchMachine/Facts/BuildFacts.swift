package import BenchModel

/// How this program was built.
package enum BuildFacts {
  /// Whether the program is a debug build, whose figures are worth nothing.
  package static var isDebug: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }

  package static func collect(_ files: MachineFiles) -> [Fact] {
    [
      Fact("build_configuration", isDebug ? "debug" : "release"),
      Fact("swift_linkage", linkage(maps: files.text("/proc/self/maps"))),
      Fact("swift_version", swiftVersion),
      Fact("architecture", architecture),
    ]
  }

  /// Whether the standard library is a shared object in this process.
  static func linkage(maps: String?) -> String? {
    maps.map { text in
      ProcText.lines(of: text).contains { $0.hasSuffix("/libswiftCore.so") } ? "dynamic" : "static"
    }
  }

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      Fact.unavailable
    #endif
  }

  /// The compiler's version as far as conditions at compile time can tell it.
  private static var swiftVersion: String {
    #if compiler(>=6.5)
      "6.5 or later"
    #elseif compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3.2)
      "6.3.2 or later"
    #elseif compiler(>=6.3.1)
      "6.3.1"
    #elseif compiler(>=6.3)
      "6.3"
    #elseif compiler(>=6.2)
      "6.2"
    #else
      Fact.unavailable
    #endif
  }
}
