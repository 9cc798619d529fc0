extension Width {
  /// `4 at once`, or `all at once`.
  package var title: String { count.map { "\($0) at once" } ?? "all at once" }

  /// `width 4`, or `width unbounded`.
  package var shortTitle: String { "width \(count.map(String.init) ?? "unbounded")" }
}

extension Cell {
  /// What the cell is, in a line for tables: `sleep, tasks of 10ms, 4 at once`.
  package var title: String {
    var parts = [workload]
    if let duration = taskDurationNs {
      let shape = distribution.map { $0 == "fixed" ? "" : " (\($0))" } ?? ""
      parts.append("tasks of \(Quantity.label(nanoseconds: duration))\(shape)")
    }
    if let bytes = payloadBytes { parts.append("\(Quantity.label(bytes: bytes)) each") }
    parts.append(width.title)
    return parts.joined(separator: ", ")
  }

  /// What the cell is, in a few words for progress: `cpu 1ms width 2`.
  package var shortTitle: String {
    var words = [workload]
    if let duration = taskDurationNs { words.append(Quantity.label(nanoseconds: duration)) }
    if let payload = payloadBytes { words.append(Quantity.label(bytes: payload)) }
    words.append(width.shortTitle)
    return words.joined(separator: " ")
  }
}
