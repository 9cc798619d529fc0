package import BenchModel

/// The largest number of tasks that ran at the same moment.
package enum EffectiveWidth {
  /// Sweeps over the starts and ends of the tasks; a task that ends at the moment when another starts is over by then.
  package static func of(_ tasks: [TaskTimes]) -> Int {
    let events = tasks.flatMap { [(time: $0.start, change: 1), (time: $0.end, change: -1)] }
      .sorted { ($0.time, $0.change) < ($1.time, $1.change) }
    var (running, largest) = (0, 0)
    for event in events {
      running += event.change
      largest = max(largest, running)
    }
    return largest
  }
}
