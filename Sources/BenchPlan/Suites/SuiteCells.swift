package import BenchModel
package import BenchWorkloads

/// What is wrong with a suite or with the lists of the command line, in one sentence.
package struct SuiteError: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

extension Suite {
  /// Crosses the suite into cells.
  ///
  /// A parameter that a workload ignores is not crossed and stays `nil`.
  ///
  /// - Parameters:
  ///   - workloads: the workloads that may be named.
  ///   - cores: the width where none is given.
  /// - Returns: the cells in order, without repetitions.
  /// - Throws: `SuiteError` where a workload is unknown.
  package func cells(workloads: Workloads, cores: Int) throws(SuiteError) -> [Cell] {
    var cells: [Cell] = []
    for matrix in matrices {
      for name in matrix.workloads {
        do {
          cells += matrix.cells(of: try workloads.named(name), cores: cores)
        } catch {
          throw SuiteError("\(error)")
        }
      }
    }
    return cells.uniqued()
  }
}

extension Suite.Matrix {
  /// The task duration of a workload that has one, where none is given: 1 ms.
  package static let defaultTaskDurationNs = 1_000_000
  /// The payload of a workload that has one, where none is given: 64 KiB.
  package static let defaultPayloadBytes = 65_536

  fileprivate func cells(of workload: any Workload.Type, cores: Int) -> [Cell] {
    let hasDuration = workload.parameters.contains(.taskDuration)
    let hasPayload = workload.parameters.contains(.payload)
    let durations: [Int?] = hasDuration ? taskDurationsNs ?? [Self.defaultTaskDurationNs] : [nil]
    let payloads: [Int?] = hasPayload ? payloadsBytes ?? [Self.defaultPayloadBytes] : [nil]
    var cells: [Cell] = []
    for duration in durations {
      for payload in payloads {
        for width in widths ?? [.bounded(cores)] {
          cells.append(
            Cell(
              workload: workload.name, distribution: duration == nil ? nil : "fixed", taskDurationNs: duration,
              payloadBytes: payload, width: width))
        }
      }
    }
    return cells
  }
}
