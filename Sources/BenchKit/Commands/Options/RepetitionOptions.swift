import ArgumentParser
import BenchModel
import BenchPlan

/// How repetitions are run, for every command that runs some.
struct RepetitionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How long a batch is to take (default 200ms, in a self-test 40ms).", valueName: "duration"),
    transform: RepetitionOptions.duration)
  var batchTime: Int?

  @Option(
    help: ArgumentHelp("When a repetition is killed (default: from what it should take).", valueName: "duration"),
    transform: RepetitionOptions.duration)
  var timeout: Int?

  @Option(help: ArgumentHelp("Seed of the order and of the tasks' values (default: random, recorded).", valueName: "n"))
  var seed: Int?

  func validate() throws {
    guard let seed, !(0..<RunSettings.seedLimit).contains(seed) else { return }
    throw ValidationError("--seed \(seed): give a whole number from 0 to 2^49 - 1")
  }

  var settings: RepetitionSettings {
    RepetitionSettings(seed: seed, batchTargetNs: batchTime, timeoutNs: timeout)
  }

  private static func duration(_ text: String) throws -> Int {
    guard let duration = Quantity.nanoseconds(text), duration > 0 else {
      throw ValidationError("'\(text)' is not a duration; write 250us, 1ms or 2s")
    }
    return duration
  }
}
