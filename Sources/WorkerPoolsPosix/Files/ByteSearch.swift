internal import CWorkerPools
internal import Glibc

/// Searches in bytes, at the speed of the C library in debug builds, too.
package enum ByteSearch {
  /// Where the byte first is; `nil` if it is not there.
  package static func firstIndex(of byte: UInt8, in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress, let found = memchr(start, Int32(byte), buffer.count) else { return nil }
      return bytes.startIndex + (UnsafeRawPointer(found) - start)
    }
  }

  /// Where the text first begins; `nil` if it is not there.
  package static func firstIndex(of text: StaticString, in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress,
        let found = wp_find(start, buffer.count, text.utf8Start, text.utf8CodeUnitCount)
      else { return nil }
      return bytes.startIndex + (UnsafeRawPointer(found) - start)
    }
  }
}
