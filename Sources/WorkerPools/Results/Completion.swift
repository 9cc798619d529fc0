/// Where the end of a task goes.
struct Completion<Value: Sendable>: Sendable {
  /// What the caller wants to be told; both run on the pool's delivery thread.
  struct Callbacks: Sendable {
    let onValue: (@Sendable (Value) throws -> Void)?
    let onError: (@Sendable (any Error) throws -> Void)?
  }

  let result = AsyncResult<Value>()
  private let delivery: Delivery
  private let callbacks: Callbacks?
  /// Whether the delivery thread ends the task, and not whoever learns of its end.
  private let isDelivered: Bool

  /// Starts the delivery thread where the task needs it.
  init(
    delivery: Delivery, onValue: (@Sendable (Value) throws -> Void)?,
    onError: (@Sendable (any Error) throws -> Void)?, isSlow: Bool = false
  ) throws {
    self.delivery = delivery
    callbacks = onValue == nil && onError == nil ? nil : Callbacks(onValue: onValue, onError: onError)
    isDelivered = isSlow || callbacks != nil
    if isDelivered { try delivery.start() }
  }

  /// Ends the task: runs its callback, and then makes the result ready.
  func end(_ outcome: @escaping @Sendable () -> Result<Value, any Error>) {
    guard isDelivered else {
      result.complete(outcome())
      return
    }
    delivery.deliver {
      let outcome = outcome()
      call(with: outcome)
      result.complete(outcome)
    }
  }

  private func call(with outcome: Result<Value, any Error>) {
    delivery.call {
      switch outcome {
      case .success(let value): try callbacks?.onValue?(value)
      case .failure(let error): try callbacks?.onError?(error)
      }
    }
  }
}
