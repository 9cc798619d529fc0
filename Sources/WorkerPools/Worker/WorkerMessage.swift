internal import WorkerPoolsPosix

/// The messages between a host and its workers, and the fields of a `Frame` that they use.
enum WorkerMessage {
  /// To the worker: `tag` stands for the function of the name in the body from now on.
  static let define: UInt8 = 1
  /// To the worker: run the function `tag` on the body before anything else, and say `ready`.
  static let initialize: UInt8 = 2
  /// To the worker: run the function `tag` on the body, as the task `number`.
  static let run: UInt8 = 3
  /// To the worker: end.
  static let end: UInt8 = 4

  /// From the worker: it waits for tasks; `stamp` is when its first own instruction ran.
  static let ready: UInt8 = 16
  /// From the worker: the task `number` returned the value in the body; `stamp` as in `ready`.
  static let returned: UInt8 = 17
  /// From the worker: the task `number` failed with the `RemoteFailure` in the body.
  static let threw: UInt8 = 18
  /// From the worker: the initializer failed with the `RemoteFailure` in the body; it ends.
  static let initializerFailed: UInt8 = 19
  /// From a unit, after its result: it ends; `stamp` is when.
  static let leaving: UInt8 = 20
}
