import BenchModel

/// The JSON form of a suite.
///
/// ```json
/// { "name": "mine", "summary": "short tasks", "strategies": ["serial", "thread-pool"], "rounds": 14, "tasks": 400,
///   "arms": [{ "label": "mine", "command": "python3 ../my_arm.py", "optional": true }],
///   "matrices": [{ "workloads": ["cpu"], "task_duration": ["100us", "1ms"], "payload": ["4KiB"],
///                  "width": [1, 2, "unbounded"] }],
///   "thresholds": [{ "metric": "throughput", "workload": "cpu", "task_duration": "1ms", "threshold": 0.05,
///                    "must_find": 0.1 }],
///   "aims": "mine-aims.json" }
/// ```
///
/// Only `matrices` and, in each, `workloads` are required, and `label` and `command` of an arm. A word of a command that
/// begins with `./` or `../` is relative to the suite's file. An optional arm is left out where its program, or a file
/// that its command names in this way, is missing. `aims` is a file of aims that a run is judged by, relative to the suite's.
/// A threshold is meant for all tests of a gate that agree with what it names: `metric`, `strategy`, `workload`,
/// `task_duration`, `payload` and `width`.
package enum SuiteFile {
  private static let keys = [
    "name", "summary", "strategies", "arms", "rounds", "tasks", "matrices", "thresholds", "aims",
  ]

  /// Reads a suite; `name` stands in where the document gives none, `folder` is where its arms' relative paths begin.
  ///
  /// - Throws: `SuiteError` that names the path of the value or key that is wrong.
  package static func parse(_ data: [UInt8], name: String, folder: String = "") throws(SuiteError) -> Suite {
    let root: JSONNode
    do {
      root = JSONNode(value: try SnakeCaseJSON.decode(JSONValue.self, from: data), path: "")
    } catch {
      throw SuiteError("this is not a JSON document")
    }
    let members = try root.members(keys: keys)
    guard let matrices = members["matrices"] else { throw SuiteError("matrices: this key is required") }
    return Suite(
      name: try members["name"]?.string() ?? name,
      summary: try members["summary"]?.string() ?? "",
      strategies: try members["strategies"]?.strings(),
      arms: try members["arms"]?.elements().mapThrowing { node throws(SuiteError) in try node.arm(folder) } ?? [],
      rounds: try members["rounds"]?.count(),
      tasks: try members["tasks"]?.count(),
      matrices: try matrices.elements().mapThrowing { node throws(SuiteError) in try node.matrix() },
      thresholds: try members["thresholds"]?.elements().mapThrowing { node throws(SuiteError) in try node.threshold() }
        ?? [],
      aims: try members["aims"]?.path(in: folder))
  }
}

extension JSONNode {
  fileprivate func matrix() throws(SuiteError) -> Suite.Matrix {
    let members = try members(keys: ["workloads", "task_duration", "payload", "width"])
    guard let workloads = members["workloads"] else { throw SuiteError("\(path).workloads: this key is required") }
    return Suite.Matrix(
      workloads: try workloads.strings(),
      taskDurationsNs: try members["task_duration"]?.durations(),
      payloadsBytes: try members["payload"]?.sizes(),
      widths: try members["width"]?.widths())
  }

  fileprivate func threshold() throws(SuiteError) -> GateThreshold {
    let members = try members(
      keys: ["metric", "strategy", "workload", "task_duration", "payload", "width", "threshold", "must_find"])
    guard let threshold = members["threshold"], let mustFind = members["must_find"] else {
      throw SuiteError("\(path): the keys threshold and must_find are required")
    }
    let shares = (try threshold.share(), try mustFind.share())
    guard shares.0 < shares.1 else { throw mustFind.expected("a share above the threshold") }
    return GateThreshold(
      metric: try members["metric"]?.string(), strategy: try members["strategy"]?.string(),
      cells: CellSelector(
        workload: try members["workload"]?.string(), taskDurationNs: try members["task_duration"]?.duration(),
        payloadBytes: try members["payload"]?.size(), width: try members["width"]?.width()),
      threshold: shares.0, mustFind: shares.1)
  }

  /// A share above 0 and below 10, such as 0.1 for 10 %.
  private func share() throws(SuiteError) -> Double {
    guard case .number(let number) = value, number > 0, number < 10 else { throw expected("a share such as 0.1") }
    return number
  }

  fileprivate func arm(_ folder: String) throws(SuiteError) -> Suite.ExternalArm {
    let members = try members(keys: ["label", "command", "optional"])
    guard let label = members["label"] else { throw SuiteError("\(path).label: this key is required") }
    guard let command = members["command"] else { throw SuiteError("\(path).command: this key is required") }
    guard Arm.isValidLabel(try label.string()) else {
      throw label.expected("a label of letters, digits and . _ @ + - that begins with a letter or digit")
    }
    do {
      return try Suite.ExternalArm(
        label: try label.string(), command: try command.string(), isOptional: try members["optional"]?.bool() ?? false,
        folder: folder)
    } catch {
      throw SuiteError("\(command.path): \(error)")
    }
  }

  /// The path of a file, relative to `folder` unless it begins with a slash.
  fileprivate func path(in folder: String) throws(SuiteError) -> String {
    let path = try string()
    return path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }

  fileprivate func strings() throws(SuiteError) -> [String] {
    try elements().mapThrowing { node throws(SuiteError) in try node.string() }
  }

  private func durations() throws(SuiteError) -> [Int] {
    try elements().mapThrowing { node throws(SuiteError) in try node.duration() }
  }

  private func duration() throws(SuiteError) -> Int {
    guard let duration = Quantity.nanoseconds(try string()), duration > 0 else {
      throw expected("a duration such as \"250us\", \"1ms\" or \"2s\"")
    }
    return duration
  }

  private func sizes() throws(SuiteError) -> [Int] {
    try elements().mapThrowing { node throws(SuiteError) in try node.size() }
  }

  private func size() throws(SuiteError) -> Int {
    guard let size = Quantity.bytes(try string()) else {
      throw expected("a size such as \"64B\", \"4KiB\" or \"1MiB\"")
    }
    return size
  }

  private func widths() throws(SuiteError) -> [Width] {
    try elements().mapThrowing { node throws(SuiteError) in try node.width() }
  }

  private func width() throws(SuiteError) -> Width {
    value == .string("unbounded") ? .unbounded : .bounded(try count())
  }
}

extension Array {
  /// `map` that keeps the error's type.
  fileprivate func mapThrowing<T, E: Error>(_ transform: (Element) throws(E) -> T) throws(E) -> [T] {
    var result: [T] = []
    result.reserveCapacity(count)
    for element in self { result.append(try transform(element)) }
    return result
  }
}
