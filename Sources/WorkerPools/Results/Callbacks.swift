/// What the caller wants to be told of a task's end, on the pool's delivery thread; told once.
@usableFromInline
final class Callbacks<Value: Sendable>: @unchecked Sendable {  // the closures are the delivery's
  private let delivery: Delivery
  private var onValue: (@Sendable (Value) throws -> Void)?
  private var onError: (@Sendable (any Error) throws -> Void)?

  /// `nil` where nobody wants to be told; starts the delivery thread otherwise.
  init?(
    _ delivery: Delivery, onValue: (@Sendable (Value) throws -> Void)?, onError: (@Sendable (any Error) throws -> Void)?
  ) throws {
    if onValue == nil && onError == nil { return nil }
    self.delivery = delivery
    self.onValue = onValue
    self.onError = onError
    try delivery.start()
  }

  /// Whether the caller is the thread on which callbacks run.
  var isCurrentThread: Bool { delivery.isCurrent }

  /// Ends the task on a thread that is not the pool's, which is not over before that is done.
  func expecting<Result>(_ body: () -> Result) -> Result { delivery.expecting(body) }

  /// Runs the callback for the outcome, and then makes the result ready.
  func deliver(
    _ outcome: @escaping @Sendable () -> Result<Value, any Error>,
    completing complete: @escaping @Sendable (Result<Value, any Error>) -> Void
  ) {
    delivery.deliver { [self] in
      let outcome = outcome()
      delivery.call { try tell(outcome) }
      complete(outcome)
    }
  }

  /// Once; what the callbacks hold goes with them, which may be the owner of their result.
  private func tell(_ outcome: Result<Value, any Error>) throws {
    let (onValue, onError) = (onValue, onError)
    (self.onValue, self.onError) = (nil, nil)
    switch outcome {
    case .success(let value): try onValue?(value)
    case .failure(let error): try onError?(error)
    }
  }
}
