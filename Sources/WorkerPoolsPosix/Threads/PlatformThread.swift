internal import CWorkerPools
internal import Glibc

/// A thread of the system, which is joined.
///
/// One that is released without a join is joined by the next thread that starts, once it has ended; none is detached.
package final class PlatformThread: Sendable {
  private let handle: Handle
  private let isJoined = Locked(false)

  private init(_ handle: Handle) { self.handle = handle }

  deinit {
    if !isJoined.withLock({ $0 }) { UnjoinedThreads.add(handle) }
  }

  /// Starts a thread that runs `body` and then ends.
  ///
  /// The name, which debuggers and `top` show, is cut to whole characters in at most 15 bytes. The stack size is in bytes and at least
  /// `minimumStackSize`; `nil` asks for the system's default. The thread begins with the signal mask; `nil` for the caller's.
  package static func start(
    name: String? = nil, stackSize: Int? = nil, signalMask: SignalMask? = nil, _ body: @escaping @Sendable () -> Void
  ) throws(PosixError) -> PlatformThread {
    UnjoinedThreads.collect()
    var attributes = pthread_attr_t()
    try checkedNumber("pthread_attr_init", pthread_attr_init(&attributes))
    defer { pthread_attr_destroy(&attributes) }
    if let stackSize {
      try checkedNumber(
        "pthread_attr_setstacksize", pthread_attr_setstacksize(&attributes, max(stackSize, minimumStackSize)))
    }
    if let signalMask {
      try checkedNumber("pthread_attr_setsigmask_np", signalMask.set(in: &attributes))
    }
    let start = Unmanaged.passRetained(ThreadStart(name: name, body: body))
    var thread = pthread_t()
    let code = pthread_create(&thread, &attributes, runThread, start.toOpaque())
    if code != 0 { start.release() }
    try checkedNumber("pthread_create", code, subject: name)
    return PlatformThread(Handle(thread: thread))
  }

  /// Blocks until the thread has ended; harmless when repeated.
  ///
  /// Not to be called by the thread itself.
  package func join() {
    isJoined.withLock { isJoined in
      if !isJoined { pthread_join(handle.thread, nil) }
      isJoined = true
    }
  }

  /// Whether the caller is this thread.
  package var isCurrent: Bool { pthread_equal(handle.thread, pthread_self()) != 0 }

  /// Lets another thread have the processor.
  package static func yield() { sched_yield() }

  /// The smallest stack in bytes on which Swift code can be expected to run.
  package static let minimumStackSize = 1 << 16

  /// The stack size in bytes that a thread gets when none is asked for.
  package static var defaultStackSize: Int {
    var attributes = pthread_attr_t()
    var size = 0
    pthread_attr_init(&attributes)
    pthread_attr_getstacksize(&attributes, &size)
    pthread_attr_destroy(&attributes)
    return size
  }

  /// How much stack a thread has left.
  package struct StackGauge: Sendable {
    private let start: UInt

    /// For the calling thread, which alone is to ask.
    package init() { start = wp_stack_start() }

    /// In bytes, down to the pages that guard its end.
    package var bytesLeft: Int { Int(wp_stack_left(start)) }
  }

  /// A number of the calling thread, which no other one has at the same time; never 0.
  @inline(__always)
  package static var currentNumber: UInt { UInt(pthread_self()) }

  /// The name with the suffix, cut before that so that all fits 15 bytes, and in whole characters.
  package static func name(_ name: String, suffix: String = "") -> String {
    var cut = Substring(name)
    while !cut.isEmpty, cut.utf8.count + suffix.utf8.count > 15 { cut.removeLast() }
    return cut + suffix
  }

  /// Names the calling thread; cut to whole characters in at most 15 bytes.
  ///
  /// The name of a process's first thread is the process's own.
  package static func setCurrentName(_ name: String) {
    wp_set_thread_name(pthread_self(), Self.name(name))
  }

  /// As `setCurrentName` of a string, which must be short enough, without making one up.
  package static func setCurrentName(_ name: StaticString) {
    wp_set_thread_name(pthread_self(), name.cString)
  }

  /// The name of the calling thread.
  package static var currentName: String {
    var buffer = [CChar](repeating: 0, count: 16)
    wp_get_thread_name(pthread_self(), &buffer, buffer.count)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// A `pthread_t`, which is a number or a pointer as the system likes it.
private struct Handle: @unchecked Sendable {  // pthread functions take it from any thread
  let thread: pthread_t
}

private final class ThreadStart: Sendable {
  let name: String?
  let body: @Sendable () -> Void

  init(name: String?, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}

private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  let start = Unmanaged<ThreadStart>.fromOpaque(argument!).takeRetainedValue()
  if let name = start.name { PlatformThread.setCurrentName(name) }
  start.body()
  return nil
}

/// Threads whose owner let go of them; each is joined when it has ended.
private enum UnjoinedThreads {
  private static let handles = Locked<[Handle]>([])

  static func add(_ handle: Handle) { handles.withLock { $0.append(handle) } }

  static func collect() {
    handles.withLock { handles in
      if !handles.isEmpty { handles.removeAll { wp_try_join($0.thread) == 0 } }
    }
  }
}
