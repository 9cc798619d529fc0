import Testing

@testable import WorkerPools

/// What is taken out of the text of a process that crashes.
@Suite("The filter of backtraces")
struct BacktraceFilterTests {
  private func pass(_ text: String, pieces size: Int) -> String {
    var filter = BacktraceFilter()
    var passed: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      passed += filter.pass(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    return String(decoding: passed + filter.finish(), as: UTF8.self)
  }

  @Test("takes a backtrace out and nothing else, wherever the bytes are cut", arguments: 1...60)
  func pieces(size: Int) {
    let text = "a\nFatal error: b\nCurrent stack trace:\n0    libc.so 0x1 c\n1    x 0x2 d\nafter\n"
    #expect(pass(text, pieces: size) == "a\nFatal error: b\nafter\n")
  }

  @Test("leaves what only looks like one", arguments: [1, 2, 1000])
  func lookalikes(size: Int) {
    for text in ["Current stack", "Current stack trace: none\n1\n", " Current stack trace:\n0\n", "0 frames\n", "\n\n"]
    {
      #expect(pass(text, pieces: size) == text)
    }
  }
}
