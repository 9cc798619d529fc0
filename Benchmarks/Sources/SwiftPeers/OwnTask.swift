/// `task WORKLOAD SEED INDEX [SETTING=NUMBER ...]`: one task in this process, as `bench task` has it.
enum OwnTask {
  static func run(_ words: some Collection<String>) throws -> String {
    let words = Array(words)
    guard words.count >= 3, let seed = UInt64(words[1]), let task = Int(words[2]) else {
      throw PeerError("the task is not understood; write task WORKLOAD SEED INDEX [SETTING=NUMBER ...]")
    }
    var settings: [String: Int] = [:]
    for word in words.dropFirst(3) {
      let parts = word.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let number = Int(parts[1]) else {
        throw PeerError("'\(word)' is not understood; write SETTING=NUMBER")
      }
      settings[String(parts[0])] = number
    }
    guard let kernel = Kernel(words[0], seed: seed, settings: settings) else {
      throw PeerError("unknown workload '\(words[0])'; known are noop, cpu, sleep and payload")
    }
    let input = kernel.input(task)
    let start = MonotonicClock.now()
    let value = kernel.run(task, input)
    return "\(value) \(start) \(MonotonicClock.now())"
  }
}
