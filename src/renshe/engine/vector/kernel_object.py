"""From a kernel's text to a function of this machine: compiled once, kept on disk, loaded in milliseconds.

What is kept is found by everything it depends on: the text itself, which holds the law as far as the figures need it,
the compiler, and the processor with all it can do. A start that finds it does not compile; two that do not find it
both compile, and either file is whole. Called, the function lets other threads of Python run.
"""

from __future__ import annotations

import ctypes
import hashlib
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from renshe.engine.cache import cache_folder, keep, kept

KEPT = 100
"""Compiled kernels that stay, a few tens of kilobytes each."""
Function = Callable[[int, int, int], None]
"""Takes where the addresses stand, the first row, and the row before which it ends; both are multiples of eight."""

_lock = threading.Lock()
_loaded: dict[str, tuple[Any, Function]] = {}
compiled = 0
"""How many kernels this process had to compile."""


def available() -> bool:
    """Whether there is a compiler on this machine."""
    try:
        _machine()
    except (ImportError, RuntimeError, OSError):
        return False
    return True


def function(text: str) -> Function:
    """The function ``kernel`` of a module in LLVM's language."""
    machine = _machine()
    digest = hashlib.sha256(f"{machine.name}\0{text}".encode()).hexdigest()[:32]
    with _lock:
        if digest not in _loaded:
            _loaded[digest] = _function(machine, text, digest)
        return _loaded[digest][1]


def _function(machine: _Machine, text: str, digest: str) -> tuple[Any, Function]:
    global compiled
    folder = cache_folder()
    file = None if folder is None else folder / f"kernel-{digest}.o"
    code = None if file is None else kept(file)
    if code is None:
        code = machine.compiled(text)
        compiled += 1
        if file is not None:
            keep(file, code, most=KEPT)
    return machine.loaded(code)


class _Machine:
    """The compiler for the processor at hand."""

    def __init__(self) -> None:
        import llvmlite
        import llvmlite.binding as llvm

        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        self.llvm = llvm
        triple, cpu = llvm.get_process_triple(), llvm.get_host_cpu_name()
        features = llvm.get_host_cpu_features().flatten()
        self.settings = {"cpu": cpu, "features": features, "opt": 2, "jit": True}
        self.triple = triple
        self.name = "\0".join((llvmlite.__version__, str(llvm.llvm_version_info), triple, cpu, features))

    def target(self) -> Any:
        """What code is made for; what loads it takes it with it when it goes."""
        return self.llvm.Target.from_triple(self.triple).create_target_machine(**self.settings)

    def compiled(self, text: str) -> bytes:
        """The object code of a module."""
        llvm, target = self.llvm, self.target()
        module = llvm.parse_assembly(text)
        module.verify()
        # Everything is on eight lanes already: what is left is to take out what is not used, and to order it.
        tuning = llvm.create_pipeline_tuning_options(speed_level=2)
        tuning.loop_vectorization = tuning.slp_vectorization = tuning.loop_unrolling = False
        builder = llvm.create_pass_builder(target, tuning)
        builder.getModulePassManager().run(module, builder)
        return bytes(target.emit_object(module))

    def loaded(self, code: bytes) -> tuple[Any, Function]:
        """The function in some object code, with what keeps it in memory."""
        engine = self.llvm.create_mcjit_compiler(self.llvm.parse_assembly(""), self.target())
        engine.add_object_file(self.llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        prototype = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)
        return engine, prototype(engine.get_function_address("kernel"))


@lru_cache(maxsize=1)
def _machine() -> _Machine:
    return _Machine()
