/// What each new worker of a pool is told before its first task.
struct WorkerSetup: Sendable {
  /// A function that is run for what it does, by its mangled name, and its encoded argument.
  struct Hook: Sendable {
    let name: String
    let argument: [UInt8]

    init(name: String, argument: [UInt8]) {
      self.name = name
      self.argument = argument
    }

    init<Function: WorkerFunction>(_ function: Function.Type, _ argument: Function.Input) throws {
      name = try FunctionName.of(function)
      self.argument = try ValueCoder<Function.Input>().encode(argument)
    }
  }

  /// Runs before the first task.
  var initializer: Hook?
  /// Runs before the worker ends, where it is not killed.
  var exitHook: Hook?
  /// The largest payload that may be returned, in bytes.
  var maxPayloadBytes = Int.max
  /// The anonymous memory in bytes above which the worker says so; 0 for no limit.
  var maxMemoryBytes = 0
  /// The cores that the worker may run on; empty for those that it has.
  var cores: [Int] = []
  /// Whether the worker fails where it cannot be confined to the cores.
  var requiresCores = false

  /// The setup as a worker reads it.
  var bytes: [UInt8] {
    var writer = WireWriter()
    writer.write(maxPayloadBytes)
    writer.write(maxMemoryBytes)
    writer.write(requiresCores)
    writer.write(CoreMask.bytes(cores))
    for hook in [initializer, exitHook] {
      writer.write(hook != nil)
      guard let hook else { continue }
      writer.write(hook.name)
      writer.write(hook.argument)
    }
    return writer.bytes
  }

  init() {}

  /// Reads what `bytes` gave.
  init(_ bytes: [UInt8]) throws {
    var reader = WireReader(bytes)
    maxPayloadBytes = try reader.read()
    maxMemoryBytes = try reader.read()
    requiresCores = try reader.read()
    cores = CoreMask.cores(try reader.readBytes())
    initializer = try Self.hook(&reader)
    exitHook = try Self.hook(&reader)
  }

  private static func hook(_ reader: inout WireReader) throws -> Hook? {
    try reader.read() as Bool ? Hook(name: try reader.readString(), argument: try reader.readBytes()) : nil
  }
}

/// Core numbers as bits, since a machine may have hundreds of cores and a short message costs a worker less.
private enum CoreMask {
  static func bytes(_ cores: [Int]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: ((cores.max() ?? -1) + 8) / 8)
    for core in cores { bytes[core / 8] |= 1 << UInt8(core % 8) }
    return bytes
  }

  static func cores(_ bytes: [UInt8]) -> [Int] {
    (0..<bytes.count * 8).filter { bytes[$0 / 8] & 1 << UInt8($0 % 8) != 0 }
  }
}
