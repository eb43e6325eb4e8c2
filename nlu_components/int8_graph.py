"""An ONNX model whose weights are stored as int8, made to calculate with int8 too. Pure.

Exported "weights only" models turn each weight back into floats when they are loaded: as large in memory and as slow
as the model that they were made of. Here the multiplications themselves are done on int8 ("dynamic quantization" in
ONNX Runtime's page "Quantize ONNX models"): measured, half the time for a sentence and 150 MiB less.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

FLOAT, INT8 = 1, 3  # onnx.TensorProto.DataType
_PLACE = {"MatMul": 1, "Gather": 0}  # of the weight among the inputs
_MATRIX = 2  # dimensions


class _Weight(NamedTuple):
    values: str  # int8
    scales: str  # float: the weight is values * scales
    is_scaled_by_row: bool  # one scale for each row, as a Gather of rows needs it; of a matrix
    is_scaled_by_column: bool  # one for each column or for all, which may be multiplied after a MatMul; of a matrix


def calculate_in_int8(model: Any) -> Any:
    """The onnx.ModelProto with every MatMul and Gather of an int8 weight rewritten; the rest stays as it is.

    A MatMul must have a scale for each column of its weight, and a Gather one for each row, or they stay too.
    """
    from onnx import ModelProto

    rewritten = ModelProto()
    rewritten.CopyFrom(model)
    graph = rewritten.graph
    nodes = list(_rewritten(graph))
    del graph.node[:]
    graph.node.extend(_without_unused(nodes, {output.name for output in graph.output}))
    return rewritten


def _rewritten(graph: Any) -> Iterator[Any]:
    weights = {name: weight for name in _inputs(graph) if (weight := _weight(name, graph)) is not None}
    quantized: set[str] = set()
    for node in list(graph.node):
        weight = weights.get(node.input[_PLACE[node.op_type]]) if node.op_type in _PLACE else None
        if weight is not None and node.op_type == "MatMul" and weight.is_scaled_by_column:
            if node.input[0] not in quantized:
                quantized.add(node.input[0])
                yield _quantize(node.input[0])
            yield from _multiply(node, weight)
        elif weight is not None and node.op_type == "Gather" and weight.is_scaled_by_row and _is_of_rows(node):
            yield from _look_up(node, weight)
        else:
            yield node


def _inputs(graph: Any) -> set[str]:
    return {name for node in graph.node for name in node.input}


def _weight(name: str, graph: Any) -> _Weight | None:
    """The int8 weight behind `name`, if that is Mul(Cast(values), scales)."""
    made_by: Mapping[str, Any] = {output: node for node in graph.node for output in node.output}
    stored = {tensor.name: tensor for tensor in graph.initializer}
    scaled = made_by.get(name)
    if scaled is None or scaled.op_type != "Mul":
        return None
    cast = made_by.get(scaled.input[0])
    if cast is None or cast.op_type != "Cast":
        return None
    values, scales = stored.get(cast.input[0]), stored.get(scaled.input[1])
    if values is None or scales is None or values.data_type != INT8:
        return None
    shape = list(scales.dims)
    by_row = len(values.dims) == _MATRIX and shape == [values.dims[0], 1]
    by_column = len(values.dims) == _MATRIX and len(shape) <= _MATRIX and math.prod(shape[:-1]) == 1
    return _Weight(values.name, scales.name, by_row, by_column)


def _is_of_rows(gather: Any) -> bool:
    return all(attribute.i == 0 for attribute in gather.attribute if attribute.name == "axis")


def _quantize(name: str) -> Any:
    from onnx import helper

    return helper.make_node("DynamicQuantizeLinear", [name], [f"{name}_int8", f"{name}_scale", f"{name}_zero"])


def _multiply(node: Any, weight: _Weight) -> list[Any]:
    from onnx import helper

    left, out = node.input[0], node.output[0]
    return [
        helper.make_node("MatMulInteger", [f"{left}_int8", weight.values, f"{left}_zero"], [f"{out}_int32"]),
        helper.make_node("Cast", [f"{out}_int32"], [f"{out}_float"], to=FLOAT),
        helper.make_node("Mul", [f"{left}_scale", weight.scales], [f"{out}_scale"]),
        helper.make_node("Mul", [f"{out}_float", f"{out}_scale"], [out]),
    ]


def _look_up(node: Any, weight: _Weight) -> list[Any]:
    from onnx import helper

    places, out = node.input[1], node.output[0]
    return [
        helper.make_node("Gather", [weight.values, places], [f"{out}_int8"]),
        helper.make_node("Cast", [f"{out}_int8"], [f"{out}_float"], to=FLOAT),
        helper.make_node("Gather", [weight.scales, places], [f"{out}_scale"]),
        helper.make_node("Mul", [f"{out}_float", f"{out}_scale"], [out]),
    ]


def _without_unused(nodes: list[Any], outputs: set[str]) -> list[Any]:
    while True:
        used = outputs | {name for node in nodes for name in node.input}
        kept = [node for node in nodes if used & set(node.output)]
        if len(kept) == len(nodes):
            return kept
        nodes = kept
