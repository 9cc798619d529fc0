import WorkerPoolsPosix

/// SHA-256 (FIPS 180-4), computed by `sha256sum`.
///
/// A program has tens of megabytes. coreutils, which every Linux has, hashes them in a fraction of a second also for a
/// debug build of this program; a cryptography package would weigh more than the whole driver.
package enum Digest {
  /// The hash of a file as 64 lower-case hexadecimal digits.
  package static func sha256(ofFile path: String) throws -> String {
    guard ExecutableSearch.find("sha256sum", searchPath: ProcessImage.environmentValue("PATH")) != nil else {
      throw ToolError.missing("sha256sum", package: "coreutils")
    }
    guard let hash = hash(ToolOutput.of("sha256sum", ["--", path])) else {
      throw ToolError.failed("sha256sum", detail: "it could not hash \(path)")
    }
    return hash
  }

  /// The hash of a short text, at most 64 KiB; `nil` where it cannot be computed.
  package static func sha256(ofText text: String) -> String? {
    hash(ToolOutput.of("sha256sum", [], input: Array(text.utf8)))
  }

  /// The first word; a file name with a backslash or a line feed makes `sha256sum` put a backslash before it.
  private static func hash(_ output: String?) -> String? {
    let word = output?.drop { $0 == "\\" }.prefix { $0.isHexDigit }
    return word.flatMap { $0.count == 64 ? String($0) : nil }
  }
}
