"""Python's two process pools behind one face: submit, await_result, map, chunk, close."""
import concurrent.futures


class MultiprocessingPool:
    name = "multiprocessing.Pool"

    def __init__(self, context, width, initializer, initargs):
        self.width = width
        self.pool = context.Pool(width, initializer, initargs)

    def submit(self, function, argument):
        return self.pool.apply_async(function, (argument,))

    @staticmethod
    def await_result(result):
        return result.get()

    def map(self, function, arguments):
        return self.pool.map(function, arguments)

    def chunk(self, count):
        return -(-count // (4 * self.width))

    def close(self):
        self.pool.close()
        self.pool.join()


class Executor:
    name = "ProcessPoolExecutor"

    def __init__(self, context, width, initializer, initargs):
        self.pool = concurrent.futures.ProcessPoolExecutor(width, context, initializer, initargs)

    def submit(self, function, argument):
        return self.pool.submit(function, argument)

    @staticmethod
    def await_result(result):
        return result.result()

    def map(self, function, arguments):
        return list(self.pool.map(function, arguments))

    def chunk(self, count):
        return 1

    def close(self):
        self.pool.shutdown(wait=True)


POOLS = {"multiprocessing": MultiprocessingPool, "executor": Executor}
