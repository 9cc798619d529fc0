import Testing
import WorkerPoolsPosix

@Suite("Arguments and variables, byte for byte")
struct RawTextTests {
  @Test(
    "any bytes come back from the text that stands for them",
    arguments: [
      [], Array("plain, ä, 🙂".utf8), [0xFF], [0x61, 0xC3], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
      [0x80, 0xFE, 0x20, 0xE2, 0x82], [0xF4, 0x90, 0x80, 0x80],
    ])
  func roundTrip(bytes: [UInt8]) {
    #expect(RawText.bytes(of: RawText.text(of: bytes)) == bytes)
  }

  @Test("all pairs of bytes, and random ones")
  func random() {
    for first in UInt8.min ... .max {
      for second in UInt8.min ... .max {
        #expect(RawText.bytes(of: RawText.text(of: [first, second])) == [first, second])
      }
    }
    for _ in 0..<1_000 {
      let bytes = (0..<24).map { _ in UInt8.random(in: 0x60 ... .max) }
      #expect(RawText.bytes(of: RawText.text(of: bytes)) == bytes)
    }
  }

  @Test("UTF-8 is itself, and only other bytes are escaped")
  func plain() {
    #expect(RawText.text(of: "grün".utf8) == "grün")
    #expect(!RawText.isEscaped("grün"))
    #expect(RawText.isEscaped(RawText.text(of: [0x61, 0xFF])))
  }

  @Test("a program gets variables and arguments that are not UTF-8 as they are", .timeLimit(.minutes(20)))
  func launch() throws {
    let pipe = try FileDescriptor.pipe()
    defer { try? pipe.readEnd.close() }
    let script = #"printf '%s|%s|%s' "$1" "$X" "$Y" "#
    let words = ["sh", "-c", script, "sh", RawText.text(of: [0xFF, 0x41])]
    var inner = Launch(path: "/bin/sh", arguments: CStrings(words.map { RawText.bytes(of: $0) }))
    let variables: EnvironmentVariables = ["X": "old", "Y": "y"]
    inner.preparedEnvironment = variables.setting(["X": "new"]).strings
    inner.standardOutput = pipe.writeEnd
    let child = try ChildProcess.spawn(inner)
    try pipe.writeEnd.close()
    _ = child.wait()
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = try bytes.withUnsafeMutableBytes { try pipe.readEnd.read(into: $0) }
    #expect(Array(bytes.prefix(count)) == [0xFF, 0x41] + Array("|new|y".utf8))
  }

  @Test("a variable is read by its whole name, and the first of two counts")
  func lookup() {
    let variables: EnvironmentVariables = ["AB": "1", "A": "2"]
    #expect(variables["A"] == "2" && variables["AB"] == "1" && variables["B"] == nil)
    #expect(variables.setting(["A": "3"])["AB"] == "1")
  }
}
