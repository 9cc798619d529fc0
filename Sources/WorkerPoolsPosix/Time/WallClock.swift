internal import Glibc

/// The time of day, for timestamps; never for durations.
package enum WallClock {
  /// Seconds since 1970-01-01T00:00:00Z.
  package static func unixSeconds() -> Int { time(nil) }
}
