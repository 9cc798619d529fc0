/// A workload as it travels to another process of the same executable: the type's name and the settings.
package struct WorkloadReference: Codable, Hashable, Sendable {
  /// The mangled name, which the runtime of a worker resolves without any registration.
  package let typeName: String
  package let settings: WorkloadSettings

  /// A reference to a type that can be found by name.
  ///
  /// - Throws: `WorkloadError.unreachableType` for private and local types.
  package init(_ type: any Workload.Type, settings: WorkloadSettings) throws(WorkloadError) {
    let shown = String(reflecting: type)
    guard let name = _mangledTypeName(type), _typeByName(name) as? any Workload.Type != nil else {
      throw .unreachableType(shown)
    }
    typeName = name
    self.settings = settings
  }

  /// A reference as it was received.
  package init(typeName: String, settings: WorkloadSettings) {
    self.typeName = typeName
    self.settings = settings
  }

  /// Whether its tasks are asynchronous functions.
  package var isAsynchronous: Bool { _typeByName(typeName) is any AsyncWorkload.Type }

  /// The workload, prepared in this process.
  package func makeWorkload() throws -> any Workload {
    guard let type = _typeByName(typeName) as? any Workload.Type else { throw WorkloadError.unreachableType(typeName) }
    return try type.init(settings)
  }
}
