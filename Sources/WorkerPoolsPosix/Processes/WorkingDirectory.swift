internal import Glibc

extension ProcessImage {
  /// The folder that relative paths begin at.
  package static var workingDirectory: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }
}
