/// What was typed: `MODE [--program PATH] repetition --spec FILE --record FILE`.
struct CommandWords {
  static let usage = "swift-peers MODE [--program PATH] repetition --spec FILE --record FILE"

  let mode: String
  let program: String?
  let spec: String
  let record: String

  init(_ words: [String]) throws {
    var words = words[...]
    func wrong() -> PeerError { PeerError("the arguments are not understood; write \(Self.usage)") }
    guard let mode = words.popFirst() else { throw wrong() }
    var options: [String: String] = [:]
    while let word = words.popFirst() {
      if word == "repetition" { continue }
      guard ["--program", "--spec", "--record"].contains(word), let value = words.popFirst() else { throw wrong() }
      options[word] = value
    }
    guard let spec = options["--spec"], let record = options["--record"] else { throw wrong() }
    self.mode = mode
    self.program = options["--program"]
    self.spec = spec
    self.record = record
  }
}
