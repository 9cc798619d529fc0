/// The width of every pool here, as in the rows that the figures are compared with.
let workers = 2

/// What can be asked for; `noop` is the cost of this image and nothing else.
private func figure(_ name: String) -> (() throws -> [(String, Double)])? {
  switch name {
  case "noop": { [] }
  case "throughput": throughput
  case "round-trip": roundTrip
  case "idle-round-trip": idleRoundTrip
  case "echo": echo
  case "map": mapOfAMillion
  case "life": life
  case "life-forkserver": lifeWithForkServer
  case "heap": queuedHeap
  case "unit-thread": unitThread
  case "unit-process": unitProcess
  case "unit-fork": unitFork
  case "thread-throughput": threadThroughput
  case "thread-round-trip": threadRoundTrip
  case "thread-idle-round-trip": threadIdleRoundTrip
  case "thread-map": threadMap
  case "thread-scaling": threadScaling
  case "dispatch-throughput": dispatchThroughput
  case "dispatch-round-trip": dispatchRoundTrip
  case "dispatch-map": dispatchMap
  case "c-scaling": cScaling
  default: nil
  }
}

/// Measures what the arguments name, prints it, and returns the exit code.
func measure(_ arguments: ArraySlice<String>) -> Int32 {
  guard arguments.count == 1, let name = arguments.first, let figure = figure(name) else {
    print(
      """
      usage: pool-figures noop|throughput|round-trip|idle-round-trip|echo|map|life|life-forkserver|heap\
      |unit-thread|unit-process|unit-fork\
      |thread-throughput|thread-round-trip|thread-idle-round-trip|thread-map|thread-scaling\
      |dispatch-throughput|dispatch-round-trip|dispatch-map|c-scaling
      """)
    return 64
  }
  do {
    for (name, value) in try figure() { print(name, value) }
    return 0
  } catch {
    print("\(name) could not be measured: \(error)")
    return 1
  }
}
