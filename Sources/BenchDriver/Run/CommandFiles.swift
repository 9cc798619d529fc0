import WorkerPoolsPosix

/// Which words of an arm's command are the program that is measured: the files that must not change within a run.
///
/// `python3 -u arm.py big.csv run.log` is the program `python3`, which the caller knows, and the script `arm.py`. Data that it
/// reads and logs that it writes are not the program. A word is a script if it leads to a regular file that is not empty and
/// that is executable, begins with `#!`, or has the ending of a programming language. Nothing else is opened: a named pipe
/// would wait for ever.
enum CommandFiles {
  private static let endings: Set<Substring> = [
    "awk", "bash", "bat", "beam", "cjs", "class", "clj", "dll", "el", "erl", "ex", "exs", "fish", "fsx", "go", "groovy",
    "hs",
    "jar", "jl", "js", "kts", "lisp", "lua", "m", "mjs", "ml", "php", "pl", "ps1", "py", "pyc", "pyz", "r", "R", "rb",
    "rs",
    "scala", "scm", "sed", "sh", "so", "swift", "tcl", "ts", "war", "wasm", "zsh",
  ]

  /// The words after the first one that are program text.
  static func scripts(of command: [String]) -> [String] {
    command.dropFirst().filter(isScript)
  }

  private static func isScript(_ word: String) -> Bool {
    guard !word.hasPrefix("-"), let size = FileSystemAccess.size(ofRegularFile: word), size > 0 else { return false }
    let name = word.split(separator: "/").last ?? ""
    let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...] } ?? ""
    return endings.contains(ending) || FileSystemAccess.isExecutable(word)
      || FileSystemAccess.beginning(of: word, bytes: 2) == Array("#!".utf8)
  }
}
