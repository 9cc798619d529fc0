internal import CWorkerPools
// Descriptors and error numbers are swift-system's; whoever uses this door to libc needs the two types and nothing else.
@_exported public import SystemPackage

/// A system call that failed: which one, on what, and why.
package struct PosixError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the call, as its manual page has it.
  package let call: String
  package let code: Errno
  /// The path, name or number that the call was about, where there is one.
  package let subject: String?
  /// What to do about it, where that is not the same for every call that fails with this code.
  package let remedy: String?

  package init(call: String, code: Errno, subject: String? = nil, remedy: String? = nil) {
    self.call = call
    self.code = code
    self.subject = subject
    self.remedy = remedy
  }

  /// Whether the system was short of something, which may be otherwise at another time.
  package var isShortage: Bool { code.isShortage }

  /// One sentence: what failed, and what to do about it where that is known.
  package var description: String {
    let about = subject.map { " of \($0)" } ?? ""
    let advice = (remedy ?? CallRemedy.remedy(for: call, code) ?? code.advice).map { "; \($0)" } ?? ""
    return "\(call)\(about) failed: \(code.text)\(advice)"
  }
}

extension Errno {
  /// Whether memory, room, descriptors, processes or a limit of them were short, which may be otherwise at another time.
  package var isShortage: Bool {
    switch self {
    case .noMemory, .noSpace, .noBufferSpace, .fileTooLarge, .resourceTemporarilyUnavailable, .tooManyOpenFiles,
      .tooManyOpenFilesInSystem:
      true
    default: false
    }
  }

  /// What the error is, in English, as the system has it.
  package var text: String { wp_error_text(rawValue).map { String(cString: $0) } ?? "error \(rawValue)" }

  /// What a person can do about this error, where there is something.
  package var advice: String? {
    switch self {
    case .resourceTemporarilyUnavailable:
      "a limit on processes, threads or memory is reached, use fewer, or smaller stacks, or raise ulimit -u"
    case .tooManyOpenFiles: "this process may open no more descriptors, lower the width or raise ulimit -n"
    case .tooManyOpenFilesInSystem: "the whole system has no descriptor left, raise fs.file-max"
    case .fileTooLarge:
      "the limit on the size of files is reached, which holds for shared memory, too, raise ulimit -f (RLIMIT_FSIZE)"
    case .noMemory: "memory is exhausted, lower the width or free some"
    case .noSuchFileOrDirectory: "check that the path exists"
    case .permissionDenied: "check the permissions of the path"
    case .noSpace: "free some room on that file system"
    case .readOnlyFileSystem: "choose a place that can be written"
    case .execFormatError: "check that the file is a program for this machine"
    default: nil
    }
  }
}
