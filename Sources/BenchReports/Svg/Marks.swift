/// Marks as SVG paths.
enum Marks {
  /// The outline of a shape around a point; about as large as a circle of that radius.
  static func path(_ shape: MarkShape, _ x: Double, _ y: Double, radius: Double = 5) -> String {
    let n = Markup.number
    func polygon(_ corners: [(Double, Double)]) -> String {
      "M" + corners.map { "\(n(x + $0.0 * radius)),\(n(y + $0.1 * radius))" }.joined(separator: "L") + "Z"
    }
    switch shape {
    case .circle:
      let r = n(radius)
      let across = n(2 * radius)
      return "M\(n(x - radius)),\(n(y))a\(r),\(r) 0 1 0 \(across),0a\(r),\(r) 0 1 0 -\(across),0Z"
    case .square: return polygon([(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)])
    case .triangle: return polygon([(0, -1.15), (1.1, 0.85), (-1.1, 0.85)])
    case .diamond: return polygon([(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)])
    case .inverted: return polygon([(0, 1.15), (1.1, -0.85), (-1.1, -0.85)])
    case .cross:
      let a = 0.4
      let b = 1.1
      return polygon([
        (-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a), (a, b), (-a, b), (-a, a), (-b, a), (-b, -a), (-a, -a),
      ])
    case .pentagon: return polygon([(0, -1.1), (1.08, -0.3), (0.68, 0.95), (-0.68, 0.95), (-1.08, -0.3)])
    }
  }

  /// Dots as one path of lines without length, which round caps make visible.
  static func dots(_ places: [(x: Double, y: Double)]) -> String {
    places.map { "M\(Markup.number($0.x)),\(Markup.number($0.y))h0" }.joined()
  }

  /// Crosses as one path.
  static func crosses(_ places: [(x: Double, y: Double)]) -> String {
    places.map { "M\(Markup.number($0.x - 3)),\(Markup.number($0.y - 3))l6,6m0,-6l-6,6" }.joined()
  }
}
