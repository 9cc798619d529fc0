import Testing

@testable import WorkerPools

/// The line in which a process says why it crashed, among whatever else it writes.
@Suite("The fatal-error line")
struct FatalErrorWatchTests {
  private func line(in text: String, pieces size: Int = .max, endsLine: Bool = true) -> String? {
    var watch = FatalErrorWatch()
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      watch.see(rest.prefix(size))
      rest = rest.dropFirst(size)
    }
    if endsLine { watch.endLine() }
    return watch.line
  }

  @Test("is found wherever the bytes are cut", arguments: [1, 2, 3, 7, 100, 1023, 1024, 1025])
  func pieces(size: Int) {
    let line = "Pool/Job.swift:7: Fatal error: a ☃ in a path"
    let text = "before\n\(line)\n" + String(repeating: "frame of a backtrace\n", count: 20_000)
    #expect(self.line(in: text, pieces: size) == line)
  }

  @Test("is the last one of several, and needs no end of line")
  func several() {
    #expect(
      line(in: "Fatal error: one\nFatal error: two\r\nAssertion failed: three\nnone\n") == "Assertion failed: three")
    #expect(line(in: "a.c:3: main: Assertion `x' failed.") == "a.c:3: main: Assertion `x' failed.")
    #expect(line(in: "Fatal error: not over", endsLine: false) == nil)
    #expect(line(in: "nothing of that kind\n") == nil)
  }

  @Test("that is longer than what is kept has its beginning", arguments: [1, 10, 5000])
  func long(size: Int) {
    let text = "a.swift:1: Fatal error: " + String(repeating: "é", count: 5000)
    let found = line(in: text + "\nno more\n", pieces: size) ?? ""
    #expect(text.hasPrefix(found))
    #expect(found.utf8.count > FatalErrorWatch.limit - 4 && found.utf8.count <= FatalErrorWatch.limit)
  }

  @Test("that has its words far behind has them, and what precedes and follows", arguments: [0, 500, 1010, 1020, 3000])
  func far(distance: Int) {
    let text = String(repeating: "p", count: distance) + ": Fatal error: the reason"
    for size in [1, 13, 4096] {
      let found = line(in: text + "\n", pieces: size) ?? ""
      #expect(found.hasSuffix(": Fatal error: the reason"))
      #expect(found.count >= min(distance, 200))
    }
  }

  @Test("is not source code that a backtrace shows")
  func source() {
    let text = "Fatal error: the reason\n   12│   print(\"Fatal error: \")\n 9 AssertionCounter.add() in a.swift\n"
    #expect(line(in: text) == "Fatal error: the reason")
  }

  @Test("takes no more memory than its limit, whatever comes")
  func bound() {
    var watch = FatalErrorWatch()
    for _ in 0..<100 { watch.see(ArraySlice(repeating: UInt8(ascii: "F"), count: 10_000)) }
    watch.endLine()
    #expect(watch.line == nil)
  }
}
