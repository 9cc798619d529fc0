import Foundation
import Glibc

// swift-peers MODE repetition --spec FILE --record FILE: pools and processes of other packages as arms of bench, by the
// protocol of results/PROTOCOL.md. As `swift-peers task …` it is the process for one task that it starts itself.

let words = Array(CommandLine.arguments.dropFirst())
do {
  if words.first == "task" {
    print(try OwnTask.run(words.dropFirst()))
  } else {
    let words = try CommandWords(words)
    let spec = try Spec(path: words.spec)
    try record(words, spec).write(to: words.record)
  }
} catch {
  FileHandle.standardError.write(Data("swift-peers: \(error)\n".utf8))
  exit(1)
}

func record(_ words: CommandWords, _ spec: Spec) throws -> Record {
  guard let kernel = Kernel(spec.workload, seed: spec.seed, settings: spec.settings) else {
    return .unsupported("runs noop, cpu, sleep and payload")
  }
  do {
    var repetition = Repetition(spec, kernel, try Modes.peer(words.mode, spec, kernel, program: words.program))
    return try repetition.measure()
  } catch let error as Unsupported {
    return .unsupported(error.sentence)
  }
}
