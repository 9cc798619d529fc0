package import BenchModel
package import BenchResults
package import BenchStatistics

/// The rates at which gates were wrong: what a self-test is for.
package struct SelfTestResults: Hashable, Sendable {
  /// The gates of a self-test that belong together.
  package struct Group: Hashable, Sendable {
    /// Gates that came to a result, by their result.
    private let counts: [GateVerdict.Result: Int]

    fileprivate init(_ gates: [Gate]) {
      counts = Dictionary(grouping: gates, by: \.result).mapValues(\.count)
    }

    package func count(_ result: GateVerdict.Result) -> Int { counts[result] ?? 0 }

    /// All gates but those of which a side did not run.
    package var judgedN: Int { count(.pass) + count(.regression) + count(.inconclusive) }

    /// The share of all judged gates that were flagged.
    package var flagged: ClopperPearson { ClopperPearson(hits: count(.regression), trials: judgedN) }

    /// The share that was flagged of the gates that are not inconclusive.
    package var found: ClopperPearson {
      ClopperPearson(hits: count(.regression), trials: count(.regression) + count(.pass))
    }
  }

  /// A strategy in a cell.
  package struct Pair: Hashable, Sendable {
    package var strategy: String
    package var cell: Cell

    package init(strategy: String, cell: Cell) {
      self.strategy = strategy
      self.cell = cell
    }
  }

  fileprivate struct Gate: Hashable {
    var number: Int
    var isPlanted: Bool
    var result: GateVerdict.Result
    var pair: Pair?
    var standings: [String: [GateOutcome.Standing]]
    var isDisturbed: Bool
  }

  private let gates: [Gate]

  /// Reads rows of selftest.csv; rows that make no sense are left out.
  package init(_ rows: [TableRow]) {
    gates = Dictionary(grouping: rows) { $0[integer: "gate_n"] ?? 0 }.sorted { $0.key < $1.key }
      .compactMap { Gate(number: $0.key, $0.value) }
  }

  package var gatesN: Int { gates.count }

  /// How many gates ran on a machine that was disturbed more than a run may be.
  package var disturbedGatesN: Int { gates.count(where: \.isDisturbed) }

  /// The gates of two identical programs.
  package var unchanged: Group { Group(gates.filter { !$0.isPlanted }) }

  /// The gates of which one side was slowed down.
  package var planted: Group { Group(gates.filter(\.isPlanted)) }

  /// Of the slower gates' tests that were decided, the share that found it, by metric; a slowdown of tasks is in throughput and
  /// CPU time alone.
  package var found: [(metric: String, share: ClopperPearson)] {
    Self.shares(gates.filter(\.isPlanted), hits: [.regression], of: [.regression, .pass, .improvement])
      .filter { $0.metric == "throughput" || $0.metric == "cpu_per_task" }
  }

  /// The share of tests that stayed undecided, by metric, in the order in which metrics are judged.
  package var inconclusive: [(metric: String, share: ClopperPearson)] {
    Self.shares(
      gates, hits: [.inconclusive, .unconfirmed],
      of: [.pass, .regression, .improvement, .inconclusive, .unconfirmed])
  }

  private static func shares(
    _ gates: [Gate], hits: [GateOutcome.Standing], of counted: [GateOutcome.Standing]
  ) -> [(metric: String, share: ClopperPearson)] {
    gates.flatMap { $0.standings.keys.sorted() }.uniqued().compactMap { metric in
      let standings = gates.flatMap { $0.standings[metric] ?? [] }.filter(counted.contains)
      guard !standings.isEmpty else { return nil }
      return (metric, ClopperPearson(hits: standings.count(where: hits.contains), trials: standings.count))
    }
  }

  /// The groups of each pair, in the order in which they were run.
  package var byPair: [(pair: Pair, unchanged: Group, planted: Group)] {
    gates.compactMap(\.pair).uniqued().map { pair in
      let own = gates.filter { $0.pair == pair }
      return (pair, Group(own.filter { !$0.isPlanted }), Group(own.filter(\.isPlanted)))
    }
  }
}

extension SelfTestResults.Gate {
  fileprivate init?(number: Int, _ rows: [TableRow]) {
    guard let first = rows.first, let result = first[text: "result"].flatMap(GateVerdict.Result.init(rawValue:)) else {
      return nil
    }
    self.number = number
    isPlanted = (first[integer: "planted_pct"] ?? 0) > 0
    self.result = result
    isDisturbed = (first[decimal: "disturbed_pct"] ?? 0) > MachineStability.disturbedLimit * 100
    let ofCell = rows.first { $0[text: "workload"] != nil }
    pair = ofCell.flatMap { row in
      guard let strategy = row[text: "strategy"] else { return nil }
      return SelfTestResults.Pair(strategy: strategy, cell: Cell(row: row))
    }
    standings = Dictionary(grouping: rows) { $0[text: "metric"] ?? "" }
      .mapValues { $0.compactMap { $0[text: "standing"].flatMap(GateOutcome.Standing.init(rawValue:)) } }
  }
}

extension GateVerdict {
  /// The verdict's rows of selftest.csv.
  package func selfTestRows(gate: Int, plantedPercent: Int, runId: String) -> [TableRow] {
    outcomes.map { outcome in
      let own = outcome.tableRow(runId: runId)
      var row = TableRow(.selfTest)
      for column in Table.gate.columns.dropFirst() { row[text: column.name] = own[text: column.name] }
      row[integer: "gate_n"] = gate
      row[integer: "planted_pct"] = plantedPercent
      row[text: "result"] = result.rawValue
      row[decimal: "disturbed_pct"] = disturbedShare * 100
      return row
    }
  }
}
