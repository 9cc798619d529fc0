import Testing
import WorkerPoolsPosix

/// What the documentation shows as Swift is part of a file that was compiled, and mostly run, by these tests.
@Suite("Documents")
struct DocumentTests {
  private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/")
  private static let catalogue = root + "/Sources/WorkerPools/WorkerPools.docc"

  /// The lines of each file that code may be shown from.
  private static func sources() throws -> [[Substring]] {
    let examples = try FileSystemAccess.entries(of: root + "/Examples").map { root + "/Examples/\($0)/main.swift" }
    let guide = root + "/Tests/ExamplesTests/Guide"
    let paths = try examples + FileSystemAccess.entries(of: guide).map { "\(guide)/\($0)" }
    return try paths.map { try lines(of: $0) }
  }

  private static func lines(of path: String) throws -> [Substring] {
    let text = try #require(FileSystemAccess.text(of: path), "\(path) cannot be read")
    return text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The blocks of Swift in a document.
  private static func blocks(_ lines: some Sequence<Substring>) -> [[Substring]] {
    var blocks: [[Substring]] = []
    var block: [Substring]?
    for line in lines {
      if line == "```", let ended = block {
        blocks.append(ended)
        block = nil
      } else if line == "```swift" {
        block = []
      } else {
        block?.append(line)
      }
    }
    return blocks
  }

  /// Whether the block stands in the file, as deeply indented as may be.
  private static func contains(_ file: [Substring], _ block: [Substring]) -> Bool {
    guard let first = block.first, block.count <= file.count else { return false }
    return (0...file.count - block.count).contains { start in
      let depth = file[start].count - first.count
      guard depth >= 0 else { return false }
      let indentation = String(repeating: " ", count: depth)
      return zip(file[start...], block).allSatisfy { $0 == ($1.isEmpty ? "" : indentation + $1) }
    }
  }

  private static func expectCompiled(_ blocks: [[Substring]], in document: String) throws {
    let sources = try sources()
    for block in blocks {
      let isCompiled = sources.contains { contains($0, block) }
      #expect(isCompiled, "\(document) shows code that is in no example:\n\(block.joined(separator: "\n"))")
    }
  }

  @Test("every block of Swift in the catalogue is in a compiled example")
  func catalogue() throws {
    var count = 0
    for name in try FileSystemAccess.entries(of: Self.catalogue) where name.hasSuffix(".md") {
      let blocks = Self.blocks(try Self.lines(of: "\(Self.catalogue)/\(name)"))
      try Self.expectCompiled(blocks, in: name)
      count += blocks.count
    }
    #expect(count > 10)
  }

  @Test("the README's program is a compiled example")
  func readMe() throws {
    let library = try Self.lines(of: Self.root + "/README.md").drop { $0 != "## The library" }
    let blocks = Self.blocks(library)
    #expect(blocks.count == 1)
    try Self.expectCompiled(blocks, in: "README.md")
  }

  @Test("a block that differs in one character is not found")
  func difference() {
    let file = ["func f() {", "  let a = 1", "", "  let b = 2", "}"].map { $0[...] }
    #expect(Self.contains(file, ["let a = 1", "", "let b = 2"]))
    #expect(!Self.contains(file, ["let a = 1", "", "let b = 3"]))
    #expect(!Self.contains(file, ["let a = 1", "let b = 2"]))
    #expect(!Self.contains(file, ["  let b = 2", "}", "}"]))
  }
}
