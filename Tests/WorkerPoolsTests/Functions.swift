import WorkerPools
import WorkerPoolsPosix

enum Double2: WorkerFunction {
  static func run(_ input: Int) -> Int { input * 2 }
}
