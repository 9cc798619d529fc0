import BenchModel

extension Suite {
  /// The suites that `--suite` knows by name, in the order of `bench list`.
  package static func builtIn(cores: Int) -> [Suite] {
    let oversubscribed = [Width.bounded(1), .bounded(cores), .bounded(4 * cores)].uniqued()
    return [
      Suite(
        name: "default", summary: "noop, cpu 1ms and sleep 10ms at width = cores; under three minutes on two cores",
        rounds: 16,
        matrices: [
          Matrix(workloads: ["noop"]),
          Matrix(workloads: ["cpu"], taskDurationsNs: [1_000_000]),
          Matrix(workloads: ["sleep"], taskDurationsNs: [10_000_000]),
        ]),
      Suite(
        name: "quick", summary: "the default cells in 9 rounds; in about a minute and a half", rounds: 9,
        matrices: [
          Matrix(workloads: ["noop"]),
          Matrix(workloads: ["cpu"], taskDurationsNs: [1_000_000]),
          Matrix(workloads: ["sleep"], taskDurationsNs: [10_000_000]),
        ]),
      Suite(
        name: "full", summary: "every workload, several task sizes, widths 1, cores and 4 x cores; about half an hour",
        matrices: [
          Matrix(workloads: ["noop", "alloc"], widths: oversubscribed),
          Matrix(
            workloads: ["cpu"], taskDurationsNs: [10_000, 100_000, 1_000_000, 10_000_000], widths: oversubscribed),
          Matrix(workloads: ["sleep", "socket-io"], taskDurationsNs: [1_000_000, 10_000_000], widths: oversubscribed),
          Matrix(workloads: ["file-io"], payloadsBytes: [65_536]),
          Matrix(workloads: ["payload"], payloadsBytes: [64, 4096, 65_536, 1_048_576]),
        ]),
      Suite(
        name: "ci",
        summary: "noop, cpu 1ms and sleep 2ms for bench gate; two to five minutes for two builds",
        strategies: [
          "thread-pool", "process-pool", "process-per-task", "thread-per-task", "concurrent-perform",
          "process-pool@forkserver",
        ],
        matrices: [
          Matrix(workloads: ["noop"]),
          Matrix(workloads: ["cpu"], taskDurationsNs: [1_000_000]),
          Matrix(workloads: ["sleep"], taskDurationsNs: [2_000_000]),
        ]),
    ] + sweeps
  }
}
