import BenchDriver
import BenchRepetition
import BenchWorkloads

extension SessionServices {
  /// The driver's surroundings: this program itself in its other roles, and the kernels.
  static func own(
    _ invocation: Invocation, interruption: Interruption, report: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) -> SessionServices {
    SessionServices(
      environment: invocation.environment, commit: BuildCommit.value,
      watchdogCommand: [invocation.executable, "watchdog"],
      echoServerCommand: [invocation.executable, "echo-server"], interruption: interruption,
      reference: KnownWorkloads.reference(invocation.workloads), needs: KnownWorkloads.needs(invocation.workloads),
      kernel: KnownWorkloads.kernel, report: report)
  }
}
