/// What a reply may look like, whichever request it answers.
struct ReplyRules {
  /// The largest value in bytes that a worker of this pool returns.
  var maxPayloadBytes = Int.max
  /// Whether workers may say that they are to be replaced: for their memory, or for the main queue, which a forked one cannot serve.
  var mayBeSpent = true

  /// Whether a worker that keeps to the protocol may have sent this reply, to the request that is its setup or to another one.
  func allow(_ reply: TaskSlot, isSetup: Bool) -> Bool {
    typealias Kind = TaskSlot.Kind
    let kinds = isSetup ? (Kind.ready, Kind.initializerFailed) : (Kind.returned, Kind.threw)
    guard reply.kind == kinds.0.rawValue || reply.kind == kinds.1.rawValue else { return false }
    let flags: TaskSlot.Flags = mayBeSpent ? [.isOutside, .exceedsMemory] : .isOutside
    guard flags.isSuperset(of: reply.flags) else { return false }
    if !reply.flags.contains(.isOutside) { return reply.inlineCount <= TaskSlot.inlineCapacity }
    let limit = reply.kind == Kind.returned.rawValue ? maxPayloadBytes : .max
    return reply.outsideCount > TaskSlot.inlineCapacity && reply.outsideCount <= limit
  }
}
