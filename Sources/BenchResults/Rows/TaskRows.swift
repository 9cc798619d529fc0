import BenchModel

extension RepetitionOutcome {
  /// The rows of tasks.csv: the stamped tasks that the record lists.
  package var taskRows: [TableRow] {
    (record.tasks ?? []).map { times in
      var row = TableRow(.tasks)
      row[text: "run_id"] = runId
      row[integer: "seq"] = spec.seq
      row[integer: "round"] = spec.round
      row[text: "arm"] = arm.label
      row[text: "workload"] = spec.workload
      row[integer: "task"] = times.index
      row[integer: "submit_ns"] = times.submit
      row[integer: "start_ns"] = times.start
      row[integer: "end_ns"] = times.end
      return row
    }
  }
}
