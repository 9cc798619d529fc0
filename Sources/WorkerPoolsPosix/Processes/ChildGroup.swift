internal import CWorkerPools
internal import Glibc

/// The process group that a child leads, by the child's pidfd.
///
/// From Linux 6.9 on the kernel finds the group by the pidfd, also after the child was collected, and no reuse of a number
/// can lead to another group. Older kernels know groups by number only: there a signal is sent only while the child is known
/// to be uncollected, which keeps its number. Two things are given up there: what a child has left in its group lives on if
/// the program collects the child before the group is signalled, and a thread of the program that collects the child between
/// the look and the signal could have the number go to another group.
struct ChildGroup: Sendable {
  let leader: Int32
  let pidDescriptor: FileDescriptor
  /// Behaves as on kernels before 6.9; for tests.
  let isKnownByNumber: Bool

  /// Sends a signal to all members; `false` if there is none, or none can be named safely.
  ///
  /// The signal 0 only looks.
  @discardableResult
  func signal(_ number: Int32) -> Bool {
    if !isKnownByNumber {
      if wp_pidfd_signal(pidDescriptor.rawValue, number, UInt32(wp_signal_group)) == 0 { return true }
      if errno != EINVAL { return errno == EPERM }
    }
    guard wp_pidfd_is_child(pidDescriptor.rawValue) else { return false }
    return Glibc.kill(-leader, number) == 0 || errno == EPERM
  }

  /// Collects the members that have ended and are children of this process; to be called once the leader was collected.
  ///
  /// Returns whether none is left. Members become children of this process where it adopts orphans: as the first process of
  /// a container, or as a subreaper.
  func collect() -> Bool {
    var found: pid_t = 0
    while wp_find_ended(true, leader, &found) == 0 {
      if found == 0 { return !isOurs }
      // Uncollected, it keeps the number: whose group that is cannot change between this look and the next line.
      guard found != leader, isOurs else { return true }
      waitpid(found, nil, WNOHANG)
    }
    return true
  }

  /// Whether the group of that number, which has a member, is the one that the child has led.
  private var isOurs: Bool {
    if !isKnownByNumber {
      if wp_pidfd_signal(pidDescriptor.rawValue, 0, UInt32(wp_signal_group)) == 0 { return true }
      if errno != EINVAL { return errno == EPERM }
    }
    // A number is not given to a process while a group has it: if there is one, it is another's.
    return Glibc.kill(leader, 0) == -1 && errno == ESRCH
  }
}
