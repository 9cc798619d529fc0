/// The inputs of the next tasks, made before a call that hands over nothing but an index.
///
/// Every other strategy makes an input as it submits its task, on the side that submits. So does this one, for as many tasks
/// as have inputs of 8 MiB together, so that memory does not grow with the batch.
struct PreparedInputs {
  private static let mostBytes = 8 << 20
  private static let mostTasks = 4096

  /// The tasks whose inputs these are.
  let tasks: Range<Int>
  private let inputs: [[UInt8]]

  /// The inputs of the first of these tasks: at least `least` of them, if there are as many.
  init(for tasks: Range<Int>, of batch: TaskBatch, atLeast least: Int) {
    var inputs: [[UInt8]] = []
    var bytes = 0
    for task in tasks where inputs.count < max(Self.mostTasks, least) {
      if inputs.count >= least, bytes >= Self.mostBytes { break }
      inputs.append(batch.input(task))
      bytes += inputs[inputs.count - 1].count
    }
    self.tasks = tasks.prefix(inputs.count)
    self.inputs = inputs
  }

  /// The input of one of the tasks.
  subscript(task: Int) -> [UInt8] { inputs[task - tasks.lowerBound] }
}
