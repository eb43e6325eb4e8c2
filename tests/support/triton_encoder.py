"""A Triton that serves a prepared sentence encoder: `python triton_encoder.py FOLDER PORT`, run by the Python that
tools/triton.sh prints. PORT 0 is any that is free.

Prints the url when it answers, serves the model "encoder" until SIGTERM, and ends with the process that started it. It
knows nothing of this project: its environment has only pytriton, onnxruntime and numpy.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import sys
import sysconfig
import threading
from pathlib import Path
from typing import Any

_LIBRARIES = "LD_LIBRARY_PATH"
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_DIMENSIONS = 384
_DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG in prctl(2)


def main(model: Path, port: int) -> None:
    """Serves until it is told to stop."""
    told = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # Triton itself writes its log there
    ctypes.CDLL(None).prctl(_DEATH_OF_PARENT, signal.SIGTERM)
    if os.getppid() != int(os.environ["STARTED_BY"]):
        return
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    from pytriton.triton import Triton, TritonConfig

    with contextlib.ExitStack() as stack:
        http, grpc, metrics = (_free_port(stack, wanted) for wanted in (port, 0, 0))
    config = TritonConfig(
        http_address="127.0.0.1",
        http_port=http,
        grpc_address="127.0.0.1",
        grpc_port=grpc,
        metrics_port=metrics,
        exit_timeout_secs=2,
    )
    with Triton(config=config) as triton:
        _bind(triton, model)
        triton.run()
        print(f"http://127.0.0.1:{http}", file=told, flush=True)
        stopped.wait()


def _bind(triton: Any, model: Path) -> None:
    import numpy as np
    import onnxruntime
    from pytriton.model_config import ModelConfig, Tensor

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    name = session.get_outputs()[0].name

    def infer(requests: list[Any]) -> list[dict[str, Any]]:
        return [{name: session.run([name], {key: each[key] for key in _INPUTS})[0]} for each in requests]

    triton.bind(
        model_name="encoder",
        infer_func=infer,
        inputs=[Tensor(name=each, dtype=np.int64, shape=(-1, -1)) for each in _INPUTS],
        outputs=[Tensor(name=name, dtype=np.float32, shape=(-1, -1, _DIMENSIONS))],
        config=ModelConfig(batching=False),
    )


def _free_port(stack: contextlib.ExitStack, wanted: int) -> int:
    """The wanted one, or one that nobody else gets from here as long as the stack is open."""
    listening = stack.enter_context(socket.socket())
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", wanted))
    return int(listening.getsockname()[1])


def _with_libraries() -> None:
    """Starts this again where Triton finds libpython, which a Python outside of the system's folders has beside it."""
    folder = sysconfig.get_config_var("LIBDIR")
    known = os.environ.get(_LIBRARIES, "").split(os.pathsep)
    if folder not in known:
        os.environ[_LIBRARIES] = os.pathsep.join(filter(None, [folder, *known]))
        os.execv(sys.executable, [sys.executable, *sys.argv])


if __name__ == "__main__":
    os.environ.setdefault("STARTED_BY", str(os.getppid()))
    _with_libraries()
    main(Path(sys.argv[1]) / "model.onnx", int(sys.argv[2]))
