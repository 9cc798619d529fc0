import Testing
import WorkerPoolsPosix

/// Runs the script of the plug-in `BuildCommit` on packages that git knows and does not know.
@Suite("The commit of a build")
final class BuildCommitTests {
  private let folder: String

  init() throws {
    folder = "/tmp/build-commit-\(MonotonicTime.now())-\(UInt32.random(in: 0 ... .max))"
    try FileSystemAccess.makeDirectory(folder)
    _ = try shell(
      """
      mkdir -p package/Sources package/Tests
      echo '// swift-tools-version: 6.2' > package/Package.swift; echo one > package/Sources/a.swift
      """)
  }

  deinit { _ = try? shell("rm -rf \(folder)") }

  private static let script =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Plugins/BuildCommit/commit.sh"
  private static let commit = "git add -A && git -c user.name=n -c user.email=e commit -qm m && git rev-parse HEAD"

  /// Runs a script in the folder and returns what it prints.
  private func shell(_ text: String) throws -> String {
    let script = "unset GIT_DIR GIT_WORK_TREE; cd \(folder) && { \(text)\n} > .output 2>/dev/null"
    let launch = Launch(path: "/bin/sh", arguments: ["sh", "-c", script])
    _ = try ChildProcess.spawn(launch).wait()
    return (FileSystemAccess.text(of: "\(folder)/.output") ?? "").split(separator: "\n").last.map(String.init) ?? ""
  }

  /// The value that the script writes, under settings of the environment.
  private func value(_ settings: String = "") throws -> String {
    _ = try shell("\(settings) /bin/sh \(Self.script) \(folder)/package \(folder)/generated")
    let text = try #require(FileSystemAccess.text(of: "\(folder)/generated/GeneratedCommit.swift"))
    let line = try #require(text.split(separator: "\n").first { $0.contains("let value: String? = ") })
    return String(line.split(separator: " = ")[1])
  }

  @Test("is the commit of the sources, dirty if what is built differs, also by a new file", .timeLimit(.minutes(20)))
  func commit() throws {
    let hash = try shell("cd package && git init -q && \(Self.commit)")
    #expect(hash.count == 40)
    #expect(try value() == "\"\(hash)\"")
    _ = try shell("echo notes > package/README.md; echo t > package/Tests/t.swift")
    #expect(try value() == "\"\(hash)\"", "documents and tests are not built")
    _ = try shell("echo new > package/Sources/b.swift")
    #expect(try value() == "\"\(hash)-dirty\"")
    _ = try shell("rm package/Sources/b.swift; echo two > package/Sources/a.swift")
    #expect(try value() == "\"\(hash)-dirty\"")
  }

  @Test("is not that of a repository that the environment names", .timeLimit(.minutes(20)))
  func otherRepository() throws {
    let own = try shell("cd package && git init -q && \(Self.commit)")
    let other = try shell("mkdir other && cd other && git init -q && echo x > x && \(Self.commit)")
    #expect(own != other)
    let settings = "GIT_DIR=\(folder)/other/.git GIT_WORK_TREE=\(folder)/other GIT_CEILING_DIRECTORIES=\(folder)"
    #expect(try value(settings) == "\"\(own)\"")
  }

  @Test(
    "is unknown without git, outside of a repository, before a commit, and in one that does not hold it",
    .timeLimit(.minutes(20)))
  func unknown() throws {
    #expect(try value() == "nil")
    _ = try shell("git init -q && echo x > x && git add x && git -c user.name=n -c user.email=e commit -qm m")
    #expect(try value() == "nil", "the repository around the package does not hold it")
    _ = try shell("cd package && git init -q && git add -A")
    #expect(try value() == "nil")
    _ = try shell("cd package && \(Self.commit)")
    #expect(try value() != "nil")
    _ = try shell("mkdir bin && for tool in cat mkdir mv; do ln -s $(command -v $tool) bin/; done")
    #expect(try value("PATH=\(folder)/bin") == "nil")
  }

  @Test("is written only if it is another one, so that nothing is compiled anew", .timeLimit(.minutes(20)))
  func unchanged() throws {
    _ = try value()
    let before = try shell("stat -c %i:%y generated/GeneratedCommit.swift")
    _ = try value()
    #expect(try shell("stat -c %i:%y generated/GeneratedCommit.swift") == before)
    #expect(try shell("ls generated") == "GeneratedCommit.swift")
  }
}
