import BenchModel
import BenchPlan
import BenchStrategies
import WorkerPools
import WorkerPoolsPosix

/// Builds the arms of a run from what was asked for.
struct ArmList {
  /// The program that runs the built-in strategies: this one.
  var executable: String
  /// Strategy names, which `@` and a start method may follow, and labels of the suite's arms; the first is the baseline.
  var strategies: [String]
  /// Empty: the allocator that this program is linked with.
  var allocators: [String]
  /// Those of the suite.
  var suiteArms: [Suite.ExternalArm] = []
  /// `LABEL=COMMAND` each.
  var external: [String]

  /// The strategies' arms, the suite's and the command line's; the driver adds the control.
  ///
  /// - Throws: `SuiteError` where a name, a label or a command is wrong.
  func arms() throws(SuiteError) -> [Arm] {
    let allocators = try preloads()
    var arms: [Arm] = []
    for name in strategies {
      if let suiteArm = suiteArms.first(where: { $0.label == name }) {
        arms.append(arm(suiteArm))
        continue
      }
      let strategy = try variant(name)
      for allocator in allocators {
        arms.append(arm(strategy, allocator: allocator, showsAllocator: allocators.count > 1))
      }
    }
    arms += suiteArms.filter { !strategies.contains($0.label) }.map(arm)
    for argument in external { arms.append(try externalArm(argument)) }
    if let twice = firstRepeatedLabel(arms) {
      throw SuiteError("two arms are called '\(twice)'; give each its own label")
    }
    return arms
  }

  private func arm(_ suiteArm: Suite.ExternalArm) -> Arm {
    var arm = Arm(label: suiteArm.label, command: suiteArm.command)
    arm.isOptional = suiteArm.isOptional
    return arm
  }

  private func variant(_ name: String) throws(SuiteError) -> (name: String, variant: StrategyVariant) {
    (name, try StrategyCatalog.known(name, beside: suiteArms.map(\.label)))
  }

  private func arm(
    _ strategy: (name: String, variant: StrategyVariant), allocator: Allocator, showsAllocator: Bool
  ) -> Arm {
    var arm = Arm(
      label: showsAllocator ? "\(strategy.name)+\(allocator.label)" : strategy.name, command: [executable],
      environment: allocator.library.map { ["LD_PRELOAD": $0] } ?? [:], strategy: strategy.variant.strategy,
      startMethod: strategy.variant.startMethod?.rawValue, resultMode: strategy.variant.resultMode,
      allocator: allocator.name)
    arm.isSerial = StrategyCatalog.all.first { $0.name == strategy.variant.strategy }?.isSerial ?? false
    return arm
  }

  private func externalArm(_ argument: String) throws(SuiteError) -> Arm {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, Arm.isValidLabel(parts[0]) else {
      throw SuiteError(
        "--arm '\(argument)': write LABEL=COMMAND with a label of letters, digits and . _ @ + - that begins with a "
          + "letter or digit")
    }
    do {
      return Arm(label: parts[0], command: try ShellWords.split(parts[1]))
    } catch {
      throw SuiteError("--arm \(parts[0]): \(error)")
    }
  }

  private func firstRepeatedLabel(_ arms: [Arm]) -> String? {
    var seen = Set<String>()
    return arms.first { !seen.insert($0.label).inserted }?.label
  }
}

extension ArmList {
  private struct Allocator {
    /// As the column `allocator` has it.
    var name: String
    /// As it stands in an arm's label.
    var label: String
    /// What is preloaded, if anything.
    var library: String?
  }

  private func preloads() throws(SuiteError) -> [Allocator] {
    guard !allocators.isEmpty else { return [Allocator(name: "jemalloc", label: "jemalloc")] }
    var result: [Allocator] = []
    for name in allocators.uniqued() { result.append(try preload(name)) }
    return result
  }

  private func preload(_ name: String) throws(SuiteError) -> Allocator {
    switch name {
    case "jemalloc": return Allocator(name: name, label: name)
    // The C library's own malloc comes first where the C library itself is preloaded.
    case "system": return Allocator(name: name, label: name, library: "libc.so.6")
    default:
      guard name.contains("/"), FileSystemAccess.isRegularFile(name) else {
        throw SuiteError("unknown allocator '\(name)'; give jemalloc, system, or the path of a library that exists")
      }
      let file = name.split(separator: "/").last.map(String.init) ?? name
      let label = file.filter { Arm.isValidLabel("a\($0)") }
      return Allocator(name: name, label: label, library: name)
    }
  }
}
