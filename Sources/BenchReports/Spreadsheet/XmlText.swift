/// XML as text, element by element; what is written is well formed.
struct XmlText {
  typealias Attributes = KeyValuePairs<String, String>

  private(set) var text = ""

  /// Begins a document.
  init() { text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" }

  /// An element with what `content` writes into it.
  mutating func element(_ name: String, _ attributes: Attributes = [:], content: (inout XmlText) -> Void) {
    open(name, attributes)
    text += ">"
    content(&self)
    text += "</\(name)>"
  }

  /// An element without content.
  mutating func element(_ name: String, _ attributes: Attributes = [:]) {
    open(name, attributes)
    text += "/>"
  }

  /// Text between elements.
  mutating func write(_ content: String) { text += Self.escaped(content) }

  /// A line break, which is for readers of the file alone.
  mutating func lineBreak() { text += "\n" }

  private mutating func open(_ name: String, _ attributes: Attributes) {
    text += "<\(name)"
    for (name, value) in attributes { text += " \(name)=\"\(Self.escaped(value))\"" }
  }

  /// Without what means something to XML, and without the control characters that it cannot hold.
  private static func escaped(_ content: String) -> String {
    let isPlain = content.utf8.allSatisfy { $0 >= 0x20 && ![0x22, 0x26, 0x3C, 0x3E].contains($0) }
    return isPlain ? content : Markup.escaped(content)
  }
}
