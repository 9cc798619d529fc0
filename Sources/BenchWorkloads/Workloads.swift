/// The workloads that a program knows, by name: the built-in ones and those that it adds.
public struct Workloads: Sendable {
  /// The built-in workloads, in the order of `bench list`.
  public static let builtIn: [any Workload.Type] = [
    NoopWorkload.self, CPUWorkload.self, SleepWorkload.self, FileIOWorkload.self, SocketIOWorkload.self,
    AllocWorkload.self, PayloadWorkload.self,
  ]

  /// All workloads, the built-in ones first.
  public let all: [any Workload.Type]

  /// The built-in workloads.
  public init() { all = Self.builtIn }

  /// The built-in workloads and `additional` ones.
  ///
  /// - Throws: `WorkloadError.duplicate` where a name is taken, `.unreachableType` where a worker process could not
  ///   find the type.
  public init(adding additional: [any Workload.Type]) throws(WorkloadError) {
    var names = Set<String>()
    all = Self.builtIn + additional
    for type in all {
      guard names.insert(type.name).inserted else { throw .duplicate(type.name) }
      _ = try WorkloadReference(type, settings: WorkloadSettings(seed: 0))
    }
  }

  /// The names of all workloads.
  public var names: [String] { all.map { $0.name } }

  /// The workload of that name.
  ///
  /// - Throws: `WorkloadError.unknown`, which lists the known names.
  public func named(_ name: String) throws(WorkloadError) -> any Workload.Type {
    guard let type = all.first(where: { $0.name == name }) else { throw .unknown(name, known: names) }
    return type
  }
}
