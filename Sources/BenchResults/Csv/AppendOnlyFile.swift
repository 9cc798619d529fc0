import WorkerPoolsPosix

/// A CSV file to which whole rows are appended, and from which nothing is ever taken away.
///
/// Every call of `append` is one write of whole lines. Where that fails half-way (a full disk), the file is cut back to the
/// end of its last whole row and the call throws, so that a reader never meets half a row. For one thread at a time.
package final class AppendOnlyFile {
  /// Writes some of the bytes at the end of the file and says how many; tests put a full disk here.
  typealias Write = (FileDescriptor, UnsafeRawBufferPointer) throws -> Int

  package let path: String
  package let table: Table
  private let descriptor: FileDescriptor
  private let write: Write
  /// Where the last whole row ends.
  private var end: Int64

  /// Opens the file, or creates it with its header.
  ///
  /// - Throws: `CsvError` where the file has another header or ends in the middle of a row, `ResultsError` where it cannot
  ///   be opened or written. A file that is refused stays as it is.
  package convenience init(path: String, table: Table) throws {
    try self.init(path: path, table: table, write: { try $0.write($1) })
  }

  init(path: String, table: Table, write: @escaping Write) throws {
    self.path = path
    self.table = table
    self.write = write
    let content = FileContent.exists(path: path) ? try FileContent.read(path: path) : []
    if !content.isEmpty { try Self.check(content, table: table, path: path) }
    do {
      descriptor = try FileSystemAccess.openForAppending(path)
    } catch {
      throw ResultsError.cannotCreate(path: path, error.code)
    }
    end = Int64(content.count)
    if content.isEmpty { try append(lines: CsvWriter.line(table.header)) }
  }

  deinit { try? descriptor.close() }

  /// Appends rows in one write.
  ///
  /// - Throws: `ResultsError.cannotWrite`; the file then ends where it ended before.
  package func append(_ rows: [TableRow]) throws(ResultsError) {
    guard !rows.isEmpty else { return }
    precondition(rows.allSatisfy { $0.table == table }, "Only rows of \(table.fileName) belong into it.")
    try append(lines: rows.map { CsvWriter.line($0.fields) }.joined())
  }

  package func append(_ row: TableRow) throws(ResultsError) { try append([row]) }

  private func append(lines: String) throws(ResultsError) {
    var lines = lines
    do {
      try lines.withUTF8 { try writeWhole(UnsafeRawBufferPointer($0)) }
    } catch {
      // What cannot be cut off either is found by the reader as a truncated row.
      try? descriptor.resize(to: end)
      throw .cannotWrite(path: path, error as? Errno ?? .ioError)
    }
  }

  /// A short write is followed by one more, whose error then says why the first one was short.
  private func writeWhole(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while !rest.isEmpty {
      let written = try write(descriptor, rest)
      guard written > 0 else { throw Errno.noSpace }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
    end += Int64(bytes.count)
  }

  private static func check(_ content: [UInt8], table: Table, path: String) throws(CsvError) {
    let headerEnd = content.firstIndex(of: 0x0A).map { $0 + 1 } ?? content.count
    let header = try CsvReader.rows(of: Array(content[..<headerEnd]), file: path)
    try table.checkHeader(header[0].fields, file: path)
    if content.last != 0x0A {
      throw CsvError(file: path, line: content.count { $0 == 0x0A } + 1, problem: .truncated)
    }
  }
}
