/// The tasks of a batch, the values that the checksum covers and, for one in `stampEvery`, their times.
// Unchecked: a task's slot is written by the one unit that runs it and read when the batch is over.
final class Batch: @unchecked Sendable {
  private struct Stamp {
    var submit = 0
    var start = 0
    var end = 0
  }

  /// Neighbouring tasks are so many slots apart, as in bench: units that run them write to different cache lines.
  private static let columns = 16

  let count: Int
  private let kernel: Kernel
  private let every: Int
  /// All ones below the power of two that `every` is; `nil` where it is none.
  private let mask: Int?
  /// How many values are kept, so that memory does not grow with the batch.
  private let covered: Int
  private let rows: Int
  private let values: UnsafeMutableBufferPointer<UInt64>
  private let stamps: UnsafeMutableBufferPointer<Stamp>

  init(_ kernel: Kernel, count: Int, stampEvery: Int, covered: Int) {
    self.kernel = kernel
    self.count = count
    self.covered = covered
    every = stampEvery
    mask = every.nonzeroBitCount == 1 ? every - 1 : nil
    rows = (covered + Self.columns - 1) / Self.columns
    // Two words for each value, so that units that work side by side seldom share a cache line.
    values = .allocate(capacity: rows * Self.columns * 2)
    values.initialize(repeating: 0)
    stamps = .allocate(capacity: (count + stampEvery - 1) / stampEvery)
    stamps.initialize(repeating: Stamp())
  }

  /// Tasks that are not measured one by one: the first of them is stamped, and no value is kept.
  convenience init(_ kernel: Kernel, count: Int) {
    self.init(kernel, count: count, stampEvery: max(1, count), covered: 0)
  }

  deinit {
    values.deallocate()
    stamps.deallocate()
  }

  func input(_ task: Int) -> [UInt8] { kernel.input(task) }

  private func isStamped(_ task: Int) -> Bool { mask.map { task & $0 == 0 } ?? (task % every == 0) }

  /// The caller hands this task over.
  func submitted(_ task: Int) {
    if isStamped(task) { stamps[task / every].submit = MonotonicClock.now() }
  }

  /// Runs the task in the calling thread.
  func execute(_ task: Int, _ input: [UInt8]) {
    let isStamped = isStamped(task)
    if isStamped { stamps[task / every].start = MonotonicClock.now() }
    keep(kernel.run(task, input), of: task)
    if isStamped { stamps[task / every].end = MonotonicClock.now() }
  }

  /// What runs the task: a closure that takes what the task needs, and no more, while somebody keeps the batch.
  ///
  /// As bench's own strategies have it: threads that count one object for each task hand its cache line around.
  func work(for task: Int) -> @Sendable () -> Void {
    let uncounted = Unmanaged.passUnretained(self)
    let input = input(task)
    if input.isEmpty { return { uncounted._withUnsafeGuaranteedRef { $0.execute(task, []) } } }
    return { uncounted._withUnsafeGuaranteedRef { $0.execute(task, input) } }
  }

  /// Takes the answer of a process that ran the task.
  func complete(_ task: Int, _ answer: ProgramAnswer) {
    keep(answer.value, of: task)
    guard isStamped(task) else { return }
    stamps[task / every].start = answer.start
    stamps[task / every].end = answer.end
  }

  /// Takes the values of a map, whose tasks are not stamped.
  func complete(_ results: [UInt64]) {
    for (task, value) in results.prefix(covered).enumerated() { keep(value, of: task) }
  }

  private func keep(_ value: UInt64, of task: Int) {
    if task < covered { values[slot(task)] = value }
  }

  private func slot(_ task: Int) -> Int { 2 * ((task % Self.columns) * rows + task / Self.columns) }

  // MARK: Afterwards

  /// As results/PROTOCOL.md has it, over the tasks that are covered.
  var checksum: String {
    let sum = (0..<covered).reduce(UInt64(0)) { $0 &+ values[slot($1)] &* (2 &* UInt64($1) &+ 1) }
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// `[index, submit, start, end]` of each stamped task.
  var times: [[Int]] { stamps.enumerated().map { [$0 * every, $1.submit, $1.start, $1.end] } }
}
