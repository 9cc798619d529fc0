import Foundation
import Synchronization
import WorkerPools

/// Answers one request, which takes so many seconds.
enum Answer: WorkerFunction {
  static func run(_ seconds: Double) -> String {
    Thread.sleep(forTimeInterval: seconds)
    return "answered"
  }
}

/// A line that appears at once.
@Sendable func say(_ line: String) {
  print(line)
  fflush(nil)
}

/// Where requests come from; here they are made up.
func serve(_ pool: ProcessPool, _ seconds: Double, while isOpen: () -> Bool) {
  while isOpen() {
    do {
      try pool.applyAsync(Answer.self, seconds, callback: { say($0) }, errorCallback: { say("given up: \($0)") })
    } catch {
      say("refused: \(error)")
    }
    Thread.sleep(forTimeInterval: 0.01)
  }
}

let arguments = CommandLine.arguments.dropFirst().compactMap(Double.init)
let seconds = arguments.first ?? 0.1
let patience = Duration.seconds(arguments.dropFirst().first ?? 10)

// Blocked before any thread starts, so that none is interrupted, and waited for below. Workers do not inherit that.
var signals = sigset_t()
sigemptyset(&signals)
for signal in [SIGTERM, SIGINT] { sigaddset(&signals, signal) }
pthread_sigmask(SIG_BLOCK, &signals, nil)

let pool = try ProcessPool(.init(workers: 2, name: "answers"))
let intake = try ThreadPool(.init(threads: 1, name: "intake"))
let isOpen = Atomic(true)
let intakeEnd = try intake.applyAsync { serve(pool, seconds) { isOpen.load(ordering: .acquiring) } }
try pool.awaitReady()
say("serving")

var signal: Int32 = 0
sigwait(&signals, &signal)
say("stopping because of signal \(signal)")
isOpen.store(false, ordering: .releasing)
try intakeEnd.get()  // nothing new comes in
intake.close()
pool.close()
do {
  try pool.join(timeout: patience)
  say("every request was answered")
} catch let error as PoolError where error.code == .timedOut {
  pool.terminate()
  try pool.join()
  say("some requests were given up")
}
try intake.join()
