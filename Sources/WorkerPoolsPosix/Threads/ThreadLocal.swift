internal import Glibc

/// A value for each thread, destroyed when its thread ends.
///
/// Meant for static constants: the values of other threads outlive the object itself until those threads end, and the
/// system has about a thousand keys in all.
package final class ThreadLocal<Value>: Sendable {
  private let key: pthread_key_t

  package init() {
    var key = pthread_key_t()
    let code = pthread_key_create(&key) { Unmanaged<AnyObject>.fromOpaque($0!).release() }
    precondition(code == 0, "the system has no key for thread-local values left")
    self.key = key
  }

  deinit { pthread_key_delete(key) }

  /// The calling thread's value, or `nil`.
  package var value: Value? {
    get { box?.value }
    set {
      let old = pthread_getspecific(key)
      let new = newValue.map { Unmanaged.passRetained(Box($0) as AnyObject).toOpaque() }
      pthread_setspecific(key, new)
      if let old { Unmanaged<AnyObject>.fromOpaque(old).release() }
    }
  }

  /// The calling thread's value, made by `make` where it has none yet.
  package func value<Failure: Error>(orMake make: () throws(Failure) -> Value) throws(Failure) -> Value {
    if let box { return box.value }
    let value = try make()
    self.value = value
    return value
  }

  private var box: Box? {
    pthread_getspecific(key).map {
      unsafeDowncast(Unmanaged<AnyObject>.fromOpaque($0).takeUnretainedValue(), to: Box.self)
    }
  }

  private final class Box {
    let value: Value

    init(_ value: Value) { self.value = value }
  }
}
