import BenchAnalysis
import BenchModel
import BenchResults

/// What the head of a page says of a run.
enum PageFacts {
  static func run(_ results: RunResults) -> [Page.Fact] {
    let facts = results.facts
    let rounds = results.cells.flatMap(\.arms).map(\.measured.count).max() ?? 0
    let cores = facts.value("cpus_online").map { "processors \($0)" }
    let memory = facts.value("memory_total_bytes").flatMap(Double.init).map { Quantity.describe(bytes: $0) }
    return [
      ("started", results.identity.startedAt),
      ("machine", joined([results.identity.cpuModel, cores, memory])),
      ("system", joined([facts.value("operating_system"), facts.value("kernel_release").map { "kernel \($0)" }])),
      ("host", results.identity.hostId),
      ("commit", RunLine.shortCommit(facts.value("commit"))),
      ("rounds", "\(rounds)"),
      ("compared with", results.baseline),
      ("allocator", facts.value(EnvironmentFacts.Key.allocators)),
      ("seed", facts.value(EnvironmentFacts.Key.seed)),
    ].compactMap { name, value in value.map { Page.Fact(name: name, value: $0) } }
  }

  /// How far the figures can be trusted; that they can be is said, too.
  static func warnings(_ results: RunResults) -> [String] {
    let debug = results.hasDebugFigures ? ["Measured by a debug build, whose figures mean nothing."] : []
    return debug + [MachineRemarks(results: results).machine]
  }

  private static func joined(_ parts: [String?]) -> String? {
    let known = parts.compactMap(\.self)
    return known.isEmpty ? nil : known.joined(separator: ", ")
  }
}
