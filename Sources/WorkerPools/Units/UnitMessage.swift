internal import WorkerPoolsPosix

/// The messages between a host and a unit, a process for one task, and the fields of a `Frame` that they use.
enum UnitMessage {
  /// To the unit: run the function of the name, and the input behind it (`NamedPayload`), in the body.
  static let run: UInt8 = 1

  /// From the unit: the task returned the value in the body; `stamp` is when the unit's first own instruction ran.
  static let returned: UInt8 = 16
  /// From the unit: the task failed with the `RemoteFailure` in the body; `stamp` as in `returned`.
  static let threw: UInt8 = 17
  /// From the unit, after its result: it ends; `stamp` is when.
  static let leaving: UInt8 = 18
}
