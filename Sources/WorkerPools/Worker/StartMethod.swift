/// How a worker process comes into being; more may be added.
///
/// Whatever the method, a worker finds the arguments, the environment, the working directory, the processor affinity and the
/// ignored signals that its host had when the pool was made, and the standard output that it has now.
public struct StartMethod: RawRepresentable, Hashable, Sendable, CaseIterable, Codable, CustomStringConvertible {
  private enum Method: String, CaseIterable {
    case spawn
    case forkserver
  }

  private let method: Method

  private init(_ method: Method) { self.method = method }

  /// The method of that name; `nil` where there is none.
  public init?(rawValue: String) {
    guard let method = Method(rawValue: rawValue) else { return nil }
    self.method = method
  }

  /// The method's name: `spawn` or `forkserver`.
  public var rawValue: String { method.rawValue }

  /// The method's name.
  public var description: String { rawValue }

  /// All methods.
  public static var allCases: [StartMethod] { Method.allCases.map { StartMethod($0) } }

  /// The host runs the program's image again.
  ///
  /// Each worker pays for a new image, its relocations and the start of its runtime: milliseconds. It inherits the limits
  /// that its host has at that moment. The choice for workers that live long, and the default.
  public static let spawn = StartMethod(.spawn)
  /// A helper process, which the host runs at first use, forks itself.
  ///
  /// Each worker costs a fork of a small process. It inherits the limits of the helper, which are those that the host had when
  /// the helper started. Pools share a helper if their executable, environment, working directory and ignored signals are the
  /// same. The choice for workers that live briefly or are replaced often: a process for each task, a small number of tasks for
  /// each worker.
  ///
  /// Pools with the same executable share one helper, which stays as long as one of them has workers, and for two seconds after
  /// that, for pools that follow; then it is ended, so that a host's wait for its last child ends, too. It adds one process and
  /// three descriptors to the host, and a thread while it is not used. A program that starts threads before `main` cannot be
  /// forked in this way; it is refused with a `PoolError`. The main queue and the main actor do not work in such
  /// workers.
  public static let forkserver = StartMethod(.forkserver)

  /// Whether a fork server forks the workers.
  var isForking: Bool { method == .forkserver }
}
