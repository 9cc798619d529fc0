import BenchModel

extension TableRow {
  package var seq: Int { self[integer: "seq"] ?? 0 }
  package var round: Int { self[integer: "round"] ?? 0 }
  package var arm: String { self[text: "arm"] ?? "" }

  /// Whether the repetition's status lets its figures count.
  package var endedWell: Bool {
    let status = self[text: "status"]
    return status == RepetitionStatus.ok.rawValue || status == RepetitionStatus.debug.rawValue
  }
}
