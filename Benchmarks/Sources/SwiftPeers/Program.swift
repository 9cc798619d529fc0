/// The program that a process for one task runs, and how it is told of the task: results/PROTOCOL.md, `bench task`.
struct Program: Sendable {
  let path: String
  private let workload: String
  private let seed: UInt64
  private let settings: [String]

  /// This program itself where `path` is `nil`.
  init(path: String?, _ spec: Spec) {
    self.path = path ?? OwnProgram.path
    workload = spec.workload
    seed = spec.seed
    settings = spec.settings.map { "\($0)=\($1)" }
  }

  func arguments(for task: Int) -> [String] { ["task", workload, "\(seed)", "\(task)"] + settings }
}

/// What such a process prints: `VALUE START END`.
struct ProgramAnswer {
  let value: UInt64
  let start: Int
  let end: Int

  init(_ text: String) throws {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 3, let value = UInt64(words[0]), let start = Int(words[1]), let end = Int(words[2]) else {
      throw PeerError("a process answered '\(text)' instead of a value and two times")
    }
    self.value = value
    self.start = start
    self.end = end
  }
}
