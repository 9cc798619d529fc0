import BenchKit

BenchMain.run()
