internal import Glibc

// Strings of the program text as C has them, without a copy.
extension StaticString {
  /// The string as it lies in the program; literals end with a zero.
  package var cString: UnsafePointer<CChar> { UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self) }

  /// Whether the C string is the same.
  package func equals(_ other: UnsafePointer<CChar>) -> Bool { strcmp(cString, other) == 0 }
}
