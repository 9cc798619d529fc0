import BenchAnalysis
import BenchResults

/// A run in a line.
enum RunLine {
  /// `20261125T101603Z-9vmb, started 2026-11-25T10:16:03Z, commit 7bc45dc176, host 7d5d61d90c1cd06e (AMD EPYC), stable`.
  static func text(_ run: RunResults) -> String {
    [
      run.identity.runId, run.identity.startedAt.map { "started \($0)" } ?? "start unknown",
      shortCommit(run.facts.value("commit")).map { "commit \($0)" } ?? "commit unknown", host(run),
      run.stability.isStable ? "stable" : "UNSTABLE",
    ].joined(separator: ", ")
  }

  private static func host(_ run: RunResults) -> String {
    "host \(run.identity.hostId ?? "unknown")\(run.identity.cpuModel.map { " (\($0))" } ?? "")"
  }

  /// The first ten characters of a commit, which keeps the mark of changed files.
  static func shortCommit(_ commit: String?) -> String? {
    commit.map { $0.hasSuffix("-dirty") ? "\($0.prefix(10))-dirty" : String($0.prefix(10)) }
  }
}
