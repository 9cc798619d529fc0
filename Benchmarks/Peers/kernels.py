"""The kernels of bench, as results/PROTOCOL.md has them."""
import array

MASK = (1 << 64) - 1


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def base(seed, index):
    return mix((seed + (index + 1) * 0x9E3779B97F4A7C15) & MASK)


def cpu(value, iterations):
    for _ in range(iterations):
        value = (value * 6364136223846793005 + 1442695040888963407) & MASK
    return value


def payload(size, first):
    """The bytes of a payload: rising words from `first` on, cut off at the size."""
    count = (size + 7) // 8
    words = range(first, first + count)
    return array.array("Q", words if words[-1] <= MASK else [word & MASK for word in words]).tobytes()[:size]


def payload_value(data):
    """What a payload is worth: the sum of its words, the last one padded with zeros, and its size."""
    return (sum(array.array("Q", data + bytes(-len(data) % 8))) + len(data)) & MASK


def checksum(values):
    return sum(value * (2 * index + 1) for index, value in enumerate(values)) & MASK
