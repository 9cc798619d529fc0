/// The inputs of a lazy map that are still to be drawn; for one caller at a time.
struct LazyInputs<Input> {
  /// What gives the inputs, and need not be sendable: it is made by the first draw, and stays behind the lock that guards it.
  typealias Generator = () throws -> Input?

  private var begin: (@Sendable () -> Generator)?
  private var generate: Generator?

  /// Inputs that `generate` gives until it returns `nil`, or throws.
  init(generating generate: @escaping @Sendable () throws -> Input?) { begin = { generate } }

  /// The elements of the sequence, whose iterator is made by the first draw.
  init(_ inputs: some Sequence<Input> & Sendable) {
    begin = {
      var iterator = inputs.makeIterator()
      return { iterator.next() }
    }
  }

  /// Up to so many inputs, none after the last one, and what they ended with, where that is an error.
  mutating func draw(_ count: Int) -> (inputs: [Input], failure: (any Error)?) {
    if let begin { generate = begin() }
    begin = nil
    var inputs: [Input] = []
    do {
      while inputs.count < count, let input = try generate?() { inputs.append(input) }
      if inputs.count < count { generate = nil }
      return (inputs, nil)
    } catch {
      generate = nil
      return (inputs, error)
    }
  }
}
