extension Table {
  /// `selftest.csv`: one row for each test of each gate of a self-test, written as the gates end.
  package static let selfTest = Table(
    fileName: "selftest.csv",
    columns: [
      Column("schema_version", .integer, "version of the file's columns"),
      Column("gate_n", .integer, "the gate, from 1; its files are in the folder `gate-N`"),
      Column("planted_pct", .integer, "by how much each task of the head cost more; 0 without a change"),
      Column("result", .choice(["pass", "regression", "inconclusive", "failed"]), "what came of the gate"),
      Column("disturbed_pct", .decimal, "share of the gate's repetitions that were disturbed"),
    ] + gate.columns.dropFirst())
}
