import BenchModel
import BenchStrategies
import WorkerPoolsPosix

/// Holds Dispatch down to a width below the number of processors.
///
/// Dispatch takes the number of processors from the process's affinity when it is loaded, so the affinity is set first
/// and the program is then replaced by itself. The second time the affinity is as wanted and nothing happens.
enum AffinityHold {
  /// How many processors the process must be restricted to before it begins, or `nil` where nothing is to do.
  static func processors(for spec: RepetitionSpec, available: Int) -> Int? {
    guard spec.strategy == ConcurrentPerformStrategy.name, let width = spec.widthN, (1..<available).contains(width)
    else { return nil }
    return width
  }

  /// Restricts the process and starts it anew where the spec needs that; does not return then.
  static func apply(for spec: RepetitionSpec) throws {
    let available = CoreCount.affinity.count
    guard let wanted = processors(for: spec, available: available) else { return }
    try CoreCount.setAffinity(firstCPUs: wanted)
    // Without this look a kernel that grants more than was asked for would send the program round in circles.
    let granted = CoreCount.affinity.count
    guard granted == wanted else { throw StrategyError.notHeldDown(width: wanted, processors: granted) }
    try ProcessImage.replace(path: ProcessImage.executablePath, arguments: .ownArguments)
  }
}
