"""How fast memory is: a[i] = b[i] + 3·c[i] by the compiler that the law is compiled with."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from renshe.engine.vector import kernel, kernel_object
from renshe.engine.vector.kernel_ports import Ports, Slot
from renshe.engine.vector.kernel_text import real


class Triad:
    """The loop, on arrays too large for any cache; 24 bytes for each element."""

    ELEMENTS = 1 << 24

    def __init__(self) -> None:
        ports = Ports()
        line = ports.text.line
        b, c = (ports.load(Slot("column", name, "values", "i64"), (0, 0)) for name in "bc")
        b, c = (line("bitcast ~i64 $0 to ~double", (each,), type="double") for each in (b, c))
        total = line(
            "fadd ~double $0, $1", (b, line("fmul ~double $0, $1", (c, real(3.0)), type="double")), type="double"
        )
        ports.put(Slot("figure", 0, "values", "i64"), line("bitcast ~double $0 to ~i64", (total,)))
        text = ports.module()
        # Stored as any loop stores: what is written is fetched first, and the 24 bytes of an element do not count it.
        self.plain = kernel_object.function(text.replace(", align 64, !nontemporal !0", ", align 8"))
        # Stored past the caches, as the law stores: the most that memory gives.
        self.past = kernel_object.function(text)
        self.arrays = [aligned(self.ELEMENTS) for _ in range(3)]
        self.addresses = np.asarray([array.ctypes.data for array in self.arrays], np.uint64)

    def run(self, threads: int, *, past: bool = False) -> float:
        """Bytes a second."""
        function = self.past if past else self.plain
        batches = range(0, self.ELEMENTS, kernel.BATCH)
        at = self.addresses.ctypes.data
        start = time.perf_counter()
        if threads == 1:
            function(at, 0, self.ELEMENTS)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(lambda first: function(at, first, first + kernel.BATCH), batches))
        return 24 * self.ELEMENTS / (time.perf_counter() - start)


def aligned(count: int) -> np.ndarray:
    """Numbers at an address that whole lines of memory begin at."""
    memory = np.ones(count + 8)
    first = -memory.ctypes.data % 64 // 8
    return memory[first : first + count]
