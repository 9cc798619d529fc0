internal import CWorkerPools

/// The processor that the calling thread runs on.
package enum Processor {
  /// Tells it that the surrounding loop waits for another processor.
  @inline(__always)
  package static func pause() { wp_pause() }

  /// The number of the core, which may be another one by the time that this returns; negative where it is not known.
  package static var current: Int32 { wp_current_core() }
}
