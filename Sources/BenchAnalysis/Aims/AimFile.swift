import BenchModel

/// What is wrong with a file of aims, in one sentence without a full stop.
package struct AimFileError: Error, Hashable, CustomStringConvertible {
  package let description: String
}

/// The JSON form of aims, a list of objects.
///
/// ```json
/// [{ "workload": "noop", "width": 2, "metric": "throughput", "arm": "process-pool", "against": "python-pool",
///    "at_least": 100, "note": "a hundred times Python's pool" },
///  { "workload": "cpu", "task_duration": "1ms", "metric": "startup", "arm": "process-pool", "at_most": 20000000 }]
/// ```
///
/// `workload`, `metric`, `arm` and one of `at_least` and `at_most` are required. `task_duration`, `payload` and `width` narrow
/// the cells; an aim that fits several cells is judged in each. `against_metric` takes another metric of the other arm, which
/// has the same unit.
package enum AimFile {
  /// Reads aims from the bytes of a file.
  ///
  /// - Throws: `AimFileError` that names the place of the value or key that is wrong.
  package static func parse(_ data: some Sequence<UInt8>) throws(AimFileError) -> [Aim] {
    let entries: [[String: AimValue]]
    do {
      entries = try SnakeCaseJSON.decode([[String: AimValue]].self, from: data)
    } catch {
      throw AimFileError(description: "expected a JSON list of objects")
    }
    var aims: [Aim] = []
    for (index, entry) in entries.enumerated() {
      aims.append(try AimEntry(place: "aims[\(index)]", values: entry).aim())
    }
    return aims
  }
}

/// A value of an aim's object.
private enum AimValue: Decodable {
  case text(String)
  case number(Double)
  case other

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else {
      self = .other
    }
  }
}

/// One object of the list.
private struct AimEntry {
  private static let keys = [
    "workload", "task_duration", "payload", "width", "metric", "arm", "against", "against_metric", "at_least",
    "at_most", "note",
  ]

  let place: String
  let values: [String: AimValue]

  func aim() throws(AimFileError) -> Aim {
    if let unknown = values.keys.sorted().first(where: { !Self.keys.contains($0) }) {
      throw error(unknown, "unknown key; known are \(Self.keys.joined(separator: ", "))")
    }
    let metric = try metric("metric", try required("metric"))
    return Aim(
      cells: try selector(), metric: metric, arm: try required("arm"), against: try reference(metric),
      bound: try bound(), note: try text("note"))
  }

  private func selector() throws(AimFileError) -> CellSelector {
    CellSelector(
      workload: try required("workload"),
      taskDurationNs: try quantity("task_duration", "a duration such as \"1ms\"", Quantity.nanoseconds),
      payloadBytes: try quantity("payload", "a size such as \"1MiB\"", Quantity.bytes), width: try width())
  }

  private func reference(_ own: Metric) throws(AimFileError) -> Aim.Reference? {
    let name = try text("against_metric")
    guard let arm = try text("against") else {
      if name != nil { throw error("against_metric", "needs the key against") }
      return nil
    }
    guard let name else { return Aim.Reference(arm: arm, metric: own) }
    let metric = try metric("against_metric", name)
    guard metric.unit == own.unit else {
      throw error("against_metric", "\(metric.name) has the unit \(metric.unit), and \(own.name) has \(own.unit)")
    }
    return Aim.Reference(arm: arm, metric: metric)
  }

  private func bound() throws(AimFileError) -> Aim.Bound {
    switch (try number("at_least"), try number("at_most")) {
    case (let least?, nil): return .atLeast(least)
    case (nil, let most?): return .atMost(most)
    default: throw AimFileError(description: "\(place): give one of at_least and at_most")
    }
  }

  private func metric(_ key: String, _ name: String) throws(AimFileError) -> Metric {
    guard let metric = Metric.named(name) else {
      throw error(key, "unknown metric '\(name)'; bench list names them")
    }
    guard MetricSource(metric: name).isTakenInEachRound else {
      throw error(key, "\(name) has no value of its own in each round; an aim needs one")
    }
    return metric
  }

  private func width() throws(AimFileError) -> Width? {
    switch values["width"] {
    case nil: return nil
    case .text("unbounded"): return .unbounded
    case .number(let number):
      if let count = Int(exactly: number), count >= 1 { return .bounded(count) }
      fallthrough
    default: throw error("width", "expected a whole number of at least 1, or \"unbounded\"")
    }
  }

  private func quantity(
    _ key: String, _ expected: String, _ parse: (String) -> Int?
  ) throws(AimFileError) -> Int? {
    guard values[key] != nil else { return nil }
    guard let quantity = try text(key).flatMap(parse) else { throw error(key, "expected \(expected)") }
    return quantity
  }

  private func required(_ key: String) throws(AimFileError) -> String {
    guard let text = try text(key) else { throw error(key, "this key is required") }
    return text
  }

  private func text(_ key: String) throws(AimFileError) -> String? {
    guard let value = values[key] else { return nil }
    guard case .text(let text) = value else { throw error(key, "expected a string") }
    return text
  }

  private func number(_ key: String) throws(AimFileError) -> Double? {
    guard let value = values[key] else { return nil }
    guard case .number(let number) = value, number > 0, number.isFinite else {
      throw error(key, "expected a number above 0")
    }
    return number
  }

  private func error(_ key: String, _ sentence: String) -> AimFileError {
    AimFileError(description: "\(place).\(key): \(sentence)")
  }
}
