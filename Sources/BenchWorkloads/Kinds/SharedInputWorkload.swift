import Synchronization

/// A workload whose tasks all read one input, which is made once in each process that runs them.
///
/// A table to look things up in, a document to parse, a model: what takes long to make or is too large to hand to each task. Make
/// it a value that copies share, as an array or a dictionary is, or an object; tasks read it at the same time, so it is
/// `Sendable` and does not change.
///
/// Threads share the one input of their process. Each process of a pool makes its own while the pool starts up, and a process
/// for one task makes it for that task: that is what it costs there, and it is in the figures of `startup` and of each task.
/// `bench` itself makes it, too, to know what is expected.
///
/// ```swift
/// struct Lookup: SharedInputWorkload {
///   static let name = "lookup"
///   static let summary = "one lookup in a table that all tasks share"
///   let table: [UInt64]
///
///   static func makeSharedInput(_ settings: WorkloadSettings) -> [UInt64] { (0..<4_096).map { $0 * $0 } }
///   init(_ settings: WorkloadSettings, sharing input: [UInt64]) { table = input }
///
///   func run(task: UInt64, input: [UInt8]) -> TaskOutput { TaskOutput(value: table[Int(task % 4_096)]) }
///   func expectedValue(forTask task: UInt64) -> UInt64 { (task % 4_096) * (task % 4_096) }
/// }
/// ```
public protocol SharedInputWorkload: Workload {
  /// What all tasks read.
  associatedtype SharedInput: Sendable

  /// Makes the input; called once in each process, before its first task.
  ///
  /// - Throws: an error whose description is one sentence, which becomes the failure of the repetition.
  static func makeSharedInput(_ settings: WorkloadSettings) throws -> SharedInput

  /// Prepares the workload with the input of this process.
  ///
  /// - Throws: an error whose description is one sentence, where a setting is missing or cannot be used.
  init(_ settings: WorkloadSettings, sharing input: SharedInput) throws
}

extension SharedInputWorkload {
  /// Prepares the workload with the input of this process, which is made if these settings were not used before.
  public init(_ settings: WorkloadSettings) throws {
    let input = try SharedInputs.input(of: ObjectIdentifier(Self.self), settings) {
      try Self.makeSharedInput(settings)
    }
    // The type is part of the key, so that the cast cannot fail.
    guard let input = input as? SharedInput else { throw WorkloadError.unreachableType(String(reflecting: Self.self)) }
    try self.init(settings, sharing: input)
  }
}

/// The inputs of this process, by workload: one each, that of the settings which were used last.
private enum SharedInputs {
  private struct Entry: Sendable {
    let settings: WorkloadSettings
    let input: any Sendable
  }

  private static let entries = Mutex<[ObjectIdentifier: Entry]>([:])

  /// The input of that type and these settings; made by `make`, under the lock, if it is not there.
  static func input(
    of type: ObjectIdentifier, _ settings: WorkloadSettings, make: () throws -> any Sendable
  ) throws -> any Sendable {
    try entries.withLock { entries in
      if let entry = entries[type], entry.settings == settings { return entry.input }
      entries[type] = nil
      let input = try make()
      entries[type] = Entry(settings: settings, input: input)
      return input
    }
  }
}
