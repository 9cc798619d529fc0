internal import DequeModule

/// A task as the policy sees it.
protocol PoolWork {
  /// Whether it has ended already, by being cancelled, so that nobody is to run it.
  var hasEnded: Bool { get }
  /// How often it is begun in all if its workers die; `nil` for what holds in the pool.
  var attempts: Int? { get }
  /// Called when no worker holds it any more and it waits again.
  func waitsAgain()
  /// Called where the policy forgets it without giving it back to anybody.
  func discard()
}

/// Which worker of a process pool does what, and when: the pool's policy, without a process, a lock or a clock.
///
/// A *slot* is the place of one worker; the processes in it follow each other. Events come in through the mutating functions.
/// What concerns tasks is answered at once: `submit`, `next` and `theft` say who gets what. What concerns processes is taken
/// out, in order, with `takeAction`.
///
/// A worker may hold several tasks, of which it runs the first: those behind it can be taken back as long as it has not begun
/// them. Whenever a worker has nothing to do and another holds more than one task, tasks are taken back for it.
struct PoolState<Work: PoolWork> {
  /// What is to be done about a process, or with a task that no process gets.
  enum Action {
    /// Start a process in the slot after that many nanoseconds.
    case start(slot: Int, delayNs: Int)
    /// Tell the worker to end, or do not start it where that is still to come.
    case dismiss(slot: Int)
    /// Kill the worker, or do not start it where that is still to come.
    case kill(slot: Int)
    /// End the task without having run it, or without waiting for it any longer.
    case drop(Work, Reason)
  }

  /// Why a task is dropped.
  enum Reason: Hashable {
    case terminated
    case workersKeepDying(count: Int, cause: String)
    /// No worker was there for tasks that wait, and none could be started.
    case cannotStart(count: Int, cause: String)
    /// Processes of the pool's program cannot be workers.
    case cannotServe(cause: String)
  }

  /// What does not change while the pool lives.
  struct Rules {
    /// How many deaths in a row are borne.
    var restartBudget = 8
    /// How often a task that dies with its worker is begun in all, unless it has a number of its own.
    var maxAttempts = 1
    /// How many tasks a process gets before another takes its place; `nil` for no limit.
    var maxTasksPerWorker: Int?
    /// How many workers stay when there is nothing to do.
    var minimumWorkers = Int.max
    /// How many tasks a worker may hold.
    var window = 1
  }

  struct Entry {
    let work: Work
    var attempts: Int32 = 0
    var isPinned = false
  }

  enum Stage: Equatable {
    /// No process, and none to come.
    case vacant
    /// A process is to be started, or was and has not said that it is ready.
    case starting
    case ready
    /// Nothing more is expected of the process but its end; another one follows it where that is said.
    case leaving(isReplaced: Bool)
  }

  struct Slot {
    var stage = Stage.vacant
    /// The tasks that the worker was sent and has not answered, in that order.
    var held: Deque<Entry> = []
    /// Tasks for the worker in this slot alone.
    var pinned: Deque<Entry> = []
    /// How many tasks this process was sent.
    var sentCount = 0
    /// Whether its task path has no room before the next answer.
    var isFull = false
    /// Whether the task that it runs takes so long that it gets no others meanwhile.
    var isSilent = false
    /// Whether another process is to take its place as soon as possible.
    var isWornOut = false
    /// Whether the process is killed because it has damaged what it shares with its host, which counts as a death.
    var isCulprit = false
    var idleSinceNs = 0
    /// How often in a row a process could not be started, and how often of these tasks waited for it alone.
    var failedStarts = 0
    var vainStarts = 0
  }

  enum Phase {
    case open
    case closing
    case terminating
  }

  var slots: [Slot]
  /// How many workers there should be; slots beyond that are leaving or vacant.
  var target: Int
  var waiting: Deque<Entry> = []
  /// The ready slots that hold nothing, the one that became idle last at the end: its caches are the warmest.
  var idle: [Int] = []
  /// How many slots hold more than one task.
  var crowdedCount = 0
  /// How many slots hold a task.
  var busyCount = 0
  var phase = Phase.open
  var deathsInRow = 0
  /// Why the pool gave up, once it has.
  var failure: Reason?
  let rules: Rules
  var actions: Deque<Action> = []
  /// The slot that is looked at first for one more task.
  var cursor = 0

  /// A pool of that many workers whose processes are being started.
  init(workers: Int, rules: Rules) {
    slots = Array(repeating: Slot(stage: .starting), count: workers)
    target = workers
    self.rules = rules
  }

  /// The next thing to do, or `nil`.
  mutating func takeAction() -> Action? { actions.popFirst() }

  /// Whether `takeAction` has something.
  var hasActions: Bool { !actions.isEmpty }

  /// How many tasks the worker in the slot holds.
  func heldCount(_ slot: Int) -> Int { slots[slot].held.count }

  /// The task that the worker in the slot runs, or will run first.
  func firstHeld(_ slot: Int) -> Work? { slots[slot].held.first?.work }

  /// The position of a task among those that the worker holds.
  func position(inSlot slot: Int, where matches: (Work) -> Bool) -> Int? {
    slots[slot].held.firstIndex { matches($0.work) }
  }
}
