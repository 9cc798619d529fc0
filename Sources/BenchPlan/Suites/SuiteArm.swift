extension Suite {
  /// What a suite asks of the machine that it is to run on.
  package struct Surroundings {
    /// Whether the first word of a command can be run.
    package var isProgram: (String) -> Bool
    /// Whether a file is there.
    package var isFile: (String) -> Bool

    package init(isProgram: @escaping (String) -> Bool, isFile: @escaping (String) -> Bool) {
      self.isProgram = isProgram
      self.isFile = isFile
    }
  }

  /// A contender that a suite brings along, another program than this one.
  package struct ExternalArm: Equatable, Sendable {
    package var label: String
    /// The words of the command; those that are paths relative to the suite are resolved already.
    package var command: [String]
    /// The words among them that were relative to the suite: files that must be there.
    package var files: [String]
    /// Whether the suite runs without the arm where its program or one of its files is missing.
    package var isOptional: Bool

    package init(label: String, command: [String], files: [String] = [], isOptional: Bool = false) {
      self.label = label
      self.command = command
      self.files = files
      self.isOptional = isOptional
    }
  }
}

extension Suite.ExternalArm {
  /// An arm whose command is split as a shell would; a word that begins with `./` or `../` is relative to `folder`.
  ///
  /// - Throws: `SuiteError` where the command has no word or an open quote.
  init(label: String, command: String, isOptional: Bool, folder: String) throws(SuiteError) {
    func isRelative(_ word: String) -> Bool { word.hasPrefix("./") || word.hasPrefix("../") }
    func resolved(_ word: String) -> String { folder.isEmpty || !isRelative(word) ? word : "\(folder)/\(word)" }
    let words = try ShellWords.split(command)
    self.init(
      label: label, command: words.map(resolved), files: words.filter(isRelative).map(resolved), isOptional: isOptional)
  }

  /// What the command needs and does not find; `nil` if all is there.
  func missing(_ surroundings: Suite.Surroundings) -> String? {
    let program = command.first ?? ""
    return surroundings.isProgram(program) ? files.first { !surroundings.isFile($0) } : program
  }
}

extension Suite {
  /// The suite without the optional arms for which something is missing, and a line about each of those.
  package func withoutMissingArms(in surroundings: Surroundings) -> (suite: Suite, leftOut: [String]) {
    var suite = self
    var leftOut: [String] = []
    suite.arms = arms.filter { arm in
      guard arm.isOptional, let missing = arm.missing(surroundings) else { return true }
      suite.strategies?.removeAll { $0 == arm.label }
      leftOut.append("arm \(arm.label) is left out: \(missing) is not there")
      return false
    }
    return (suite, leftOut)
  }
}
