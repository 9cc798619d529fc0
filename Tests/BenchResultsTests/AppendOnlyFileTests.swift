import BenchFixtures
import Testing
import WorkerPoolsPosix

@testable import BenchResults

@Suite("Files to which rows are appended")
struct AppendOnlyFileTests {
  private let folder = TemporaryFolder()

  private func row(_ key: String) -> TableRow {
    var row = TableRow(.environment)
    row[text: "key"] = key
    row[text: "value"] = "v"
    return row
  }

  private func text(_ path: String) throws -> String {
    try #require(FileSystemAccess.text(of: path))
  }

  @Test("a new file gets its header, and reopening it adds none")
  func reopening() throws {
    let path = folder.file("env.csv")
    try AppendOnlyFile(path: path, table: .environment).append(row("a"))
    try AppendOnlyFile(path: path, table: .environment).append([row("b"), row("c")])
    #expect(try text(path) == "schema_version,key,value\n2,a,v\n2,b,v\n2,c,v\n")
    #expect(try Table.environment.read(path: path).map { $0[text: "key"] } == ["a", "b", "c"])
  }

  @Test("a file with another header is refused and stays as it is")
  func otherHeader() throws {
    let path = folder.file("env.csv")
    try FileSystemAccess.writeAtomically("schema_version,key\n2,a\n".utf8, to: path)
    #expect(throws: CsvError.self) { try AppendOnlyFile(path: path, table: .environment) }
    #expect(try text(path) == "schema_version,key\n2,a\n")
  }

  @Test("a file that ends in the middle of a row is refused with its line")
  func truncated() throws {
    let path = folder.file("env.csv")
    try FileSystemAccess.writeAtomically("schema_version,key,value\n2,a,v\n2,b".utf8, to: path)
    #expect(throws: CsvError(file: path, line: 3, problem: .truncated)) {
      try AppendOnlyFile(path: path, table: .environment)
    }
  }

  @Test("on a full disk the file ends at its last whole row, and goes on when there is room again")
  func fullDisk() throws {
    let path = folder.file("env.csv")
    let room = Room(bytes: 60)
    let file = try AppendOnlyFile(path: path, table: .environment, write: room.write)
    try file.append(row("first"))
    let whole = try text(path)
    #expect(throws: ResultsError.cannotWrite(path: path, .noSpace)) {
      try file.append(self.row(String(repeating: "x", count: 100)))
    }
    #expect(room.wroteSome)
    #expect(try text(path) == whole)
    room.bytes = 1_000
    try file.append(row("second"))
    #expect(try text(path) == whole + "2,second,v\n")
  }

  @Test("a disk that is full from the start is one sentence that says so")
  func fullDevice() throws {
    let room = Room(bytes: 0)
    let path = folder.file("env.csv")
    let error = try #require(throws: ResultsError.self) {
      try AppendOnlyFile(path: path, table: .environment, write: room.write)
    }
    #expect(error == .cannotWrite(path: path, .noSpace))
    #expect(error.description.contains("the disk is full"))
    #expect(try text(path).isEmpty)
  }

  @Test("a folder that is not there is one sentence")
  func missingFolder() throws {
    let path = folder.file("none/env.csv")
    let error = try #require(throws: ResultsError.self) { try AppendOnlyFile(path: path, table: .environment) }
    #expect(error == .cannotCreate(path: path, .noSuchFileOrDirectory))
  }
}

/// A disk with so much room left: it writes what fits and then fails.
private final class Room {
  var bytes: Int
  private(set) var wroteSome = false

  init(bytes: Int) { self.bytes = bytes }

  func write(_ descriptor: FileDescriptor, _ content: UnsafeRawBufferPointer) throws -> Int {
    guard bytes > 0 else { throw Errno.noSpace }
    let count = try descriptor.write(UnsafeRawBufferPointer(rebasing: content.prefix(bytes)))
    bytes -= count
    wroteSome = count < content.count || wroteSome
    return count
  }
}
