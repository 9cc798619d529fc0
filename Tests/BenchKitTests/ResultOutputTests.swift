import Synchronization
import Testing
import WorkerPoolsPosix

@testable import BenchKit

@Suite("Results that cannot be written")
struct ResultOutputTests {
  @Test("make a command fail that did well, once, and leave other endings alone")
  func failure() {
    let written = Mutex<[String]>([])
    let output = ResultOutput(isClosed: false) { text throws(PosixError) in
      if text.hasPrefix("2") { throw PosixError(call: "write", code: .noSpace) }
      written.withLock { $0.append(text) }
    }
    var notes: [String] = []
    output.write("1")
    #expect(output.status(after: .done) { notes.append($0) } == .done)
    for text in ["2", "3"] { output.write(text) }
    #expect(written.withLock { $0 } == ["1\n"])
    #expect(notes == [])
    #expect(output.status(after: .done) { notes.append($0) } == .failure)
    #expect(notes.count == 1 && notes[0].contains("No space left on device"))
    #expect(output.status(after: .usage) { _ in } == .usage)
  }

  @Test("are lost where standard output is closed, and only if there are any")
  func closed() {
    let output = ResultOutput(isClosed: true)
    #expect(output.status(after: .done) { _ in } == .done)
    output.write("x")
    #expect(output.status(after: .done) { _ in } == .failure)
  }

  @Test("arguments that are not UTF-8 are commands of arms, or refused")
  func arguments() throws {
    let raw = RawText.text(of: [0x61, 0x3D, 0xFF])
    try ArgumentBytes.check(["run", "--arm", raw, "--arm=\(raw)"])
    #expect(throws: (any Error).self) { try ArgumentBytes.check(["run", "--output", raw]) }
    #expect(throws: (any Error).self) { try ArgumentBytes.check([raw]) }
  }
}
