/// Keeps what lies before it and behind it on different cache lines; processors fetch them in pairs.
struct CacheLinePadding {
  private let words: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int) =
    (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
}
