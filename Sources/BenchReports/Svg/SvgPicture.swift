/// Elements of a picture with what most of them have in common.
struct SvgPicture {
  private(set) var body = ""

  mutating func add(_ element: String) { body += element + "\n" }

  mutating func text(_ text: String, _ x: Double, _ y: Double, _ classes: String = "") {
    add(
      Markup.element(
        "text",
        ["x": Markup.number(x), "y": Markup.number(y), "class": classes.isEmpty ? nil : classes], Markup.escaped(text)))
  }

  mutating func path(_ data: String, _ classes: String) { add(Markup.element("path", ["d": data, "class": classes])) }

  mutating func line(_ from: (Double, Double), _ to: (Double, Double), _ classes: String) {
    path("M\(Markup.number(from.0)),\(Markup.number(from.1))L\(Markup.number(to.0)),\(Markup.number(to.1))", classes)
  }

  /// Vertical lines at one place, as one path.
  mutating func lines(at x: Double, across strips: [ClosedRange<Double>], _ classes: String) {
    let parts = strips.map { "M\(Markup.number(x)),\(Markup.number($0.lowerBound))V\(Markup.number($0.upperBound))" }
    path(parts.joined(), classes)
  }

  /// A group with a title, which readers show when it is pointed at.
  mutating func group(
    _ attributes: KeyValuePairs<String, String?>, title: String? = nil, _ content: (inout SvgPicture) -> Void
  ) {
    var inner = SvgPicture()
    if let title { inner.add(Markup.element("title", [:], Markup.escaped(title))) }
    content(&inner)
    add(Markup.element("g", attributes, "\n\(inner.body)"))
  }
}
