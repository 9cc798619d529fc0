import BenchResults

/// The single rounds of a row, in the order of time from top to bottom.
struct RoundDots {
  let rounds: [RowPlot.Round]
  let hue: String

  func draw(into group: inout SvgPicture, middle: Double, height: Double, _ scale: AxisScale) {
    guard !rounds.isEmpty else { return }
    let places = rounds.enumerated().map { index, round in
      let share = rounds.count > 1 ? Double(index) / Double(rounds.count - 1) - 0.5 : 0
      return (x: scale.place(round.position), y: middle + share * height)
    }
    let values = rounds.map { CsvNumber.text($0.value) + ($0.isDisturbed ? "!" : "") }.joined(separator: " ")
    group.add(
      Markup.element("path", ["d": Marks.dots(places), "class": "dots \(hue)", "data-values": values]))
    let crossed = zip(places, rounds).filter { $0.1.isDisturbed }.map(\.0)
    if !crossed.isEmpty { group.path(Marks.crosses(crossed), "off") }
  }
}
