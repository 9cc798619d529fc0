/// One message between a host and its worker, as it lies in a ring: 64 bytes, a cache line.
///
/// A payload of up to 32 bytes lies in the slot; a larger one lies in the sender's payload region, and the slot says where.
struct TaskSlot {
  /// Kinds of messages and the meaning of their fields.
  enum Kind: UInt8 {
    /// To the worker: run the hooks in the payload that are for the start, and say `ready`.
    case initialize = 1
    /// To the worker: run the function `tag` on the payload.
    case run
    /// To the worker: run the function `tag` on each element of the payload, an array.
    case runChunk
    /// To the worker: end.
    case end

    /// From the worker: it waits for tasks; `beganNs` is when its first own instruction ran.
    case ready = 16
    /// From the worker: the oldest task that it holds returned the value in the payload.
    case returned
    /// From the worker: the oldest task that it holds failed with the `RemoteFailure` in the payload.
    case threw
    /// From the worker: the initializer failed with the `RemoteFailure` in the payload; it ends.
    case initializerFailed
  }

  struct Flags: OptionSet {
    let rawValue: UInt8

    /// The payload begins with the name of the function, which `tag` stands for from now on.
    static let definesFunction = Flags(rawValue: 1)
    /// The reply is to say when the task began and ended.
    static let isStamped = Flags(rawValue: 2)
    /// The worker is to show when it began, because the task has a time limit.
    static let isTimed = Flags(rawValue: 4)
    /// There are cores enough for a worker to spin for a while when it has nothing to do.
    static let maySpin = Flags(rawValue: 8)
    /// The payload lies in the sender's region; the slot has its offset and its size.
    static let isOutside = Flags(rawValue: 16)
    /// From the worker: it uses more memory than it may, or can run no further task; another is to take its place.
    static let exceedsMemory = Flags(rawValue: 32)
  }

  /// How many bytes of payload a slot has room for.
  static let inlineCapacity = 32

  var kind: UInt8
  var flags: Flags
  var inlineCount: UInt16
  var tag: UInt32
  /// When the task began and ended, by `MonotonicTime`; 0 where the request did not ask.
  var beganNs: Int
  var endedNs: Int
  /// In a reply: the number of the request that it answers.
  var number: UInt64
  /// Where the payload lies in its region, and its size; a payload in the slot has these bytes and those behind them.
  var outsideOffset: Int
  var outsideCount: Int
  private var padding: (UInt64, UInt64)

  init(_ kind: Kind, tag: UInt32 = 0, number: UInt64 = 0, flags: Flags = []) {
    self.kind = kind.rawValue
    self.tag = tag
    self.flags = flags
    self.number = number
    beganNs = 0
    endedNs = 0
    inlineCount = 0
    outsideOffset = 0
    outsideCount = 0
    padding = (0, 0)
  }

  /// Whether it is a reply with a small value.
  var isQuick: Bool { kind == Kind.returned.rawValue && !flags.contains(.isOutside) }

  /// Where the payload of a slot begins that lies inside it.
  static let inlineOffset = 32
}
