internal import CWorkerPools

/// The processor that the calling thread runs on.
package enum Processor {
  /// Tells it that the surrounding loop waits for another processor.
  @inline(__always)
  package static func pause() { wp_pause() }
}
