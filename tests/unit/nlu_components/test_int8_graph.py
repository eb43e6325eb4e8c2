"""A model whose weights are int8 gives the same numbers when it also calculates with int8, and needs no float copy."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from nlu_components.int8_graph import calculate_in_int8

ROWS, WIDTH, OUT = 50, 32, 8
Array = npt.NDArray[Any]


def quantized(values: Array, axis: int) -> tuple[Array, Array]:
    """int8 values and one scale for each of what is not `axis`."""
    scales = np.abs(values).max(axis=axis, keepdims=True) / 127
    return np.round(values / scales).astype(np.int8), scales.astype(np.float32)


def stored(name: str, values: Array, scales: Array) -> tuple[list[Any], list[Any]]:
    """Nodes and tensors of the float weight `name`, kept as int8."""
    nodes = [
        helper.make_node("Cast", [f"{name}_values"], [f"{name}_cast"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}_cast", f"{name}_scales"], [name]),
    ]
    given = {f"{name}_values": values, f"{name}_scales": scales}
    return nodes, [numpy_helper.from_array(array, key) for key, array in given.items()]


def model(table: tuple[Array, Array], matrix: tuple[Array, Array], axis: int | None = None) -> Any:
    """Looks up rows of a table and multiplies them with a matrix."""
    options = {} if axis is None else {"axis": axis}
    (table_nodes, tables), (matrix_nodes, matrices) = stored("table", *table), stored("matrix", *matrix)
    nodes = [
        *table_nodes,
        *matrix_nodes,
        helper.make_node("Gather", ["table", "places"], ["rows"], **options),
        helper.make_node("Tanh", ["rows"], ["bent"]),
        helper.make_node("MatMul", ["bent", "matrix"], ["product"]),
        helper.make_node("MatMul", ["bent", "matrix"], ["again"]),
        helper.make_node("Add", ["product", "again"], ["sum"]),
    ]
    places = helper.make_tensor_value_info("places", TensorProto.INT64, [None])
    result = helper.make_tensor_value_info("sum", TensorProto.FLOAT, [None, OUT])
    graph = helper.make_graph(nodes, "small", [places], [result], [*tables, *matrices])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def run(of: Any, places: list[int]) -> Array:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(of.SerializeToString(), options, providers=["CPUExecutionProvider"])
    result: Array = session.run(None, {"places": np.array(places, np.int64)})[0]
    return result


@pytest.fixture
def usual() -> Any:
    """Scales as exporters write them: one for each row of the table, and for each column of the matrix."""
    random = np.random.default_rng(1)
    table = quantized(random.normal(size=(ROWS, WIDTH)), axis=1)
    return model(table, quantized(random.normal(size=(WIDTH, OUT)), axis=0))


def types_in(of: Any) -> list[str]:
    return [node.op_type for node in of.graph.node]


def test_the_numbers_stay_the_same_but_for_rounding(usual: Any) -> None:
    before, after = run(usual, [3, 1, 4]), run(calculate_in_int8(usual), [3, 1, 4])
    assert before.shape == after.shape == (3, OUT)
    assert np.abs(before - after).max() < 0.02 * np.abs(before).max()


def test_no_weight_becomes_a_float_again(usual: Any) -> None:
    """Each Cast left is of what was calculated, none of a weight; a multiplication's input is made int8 once."""
    rewritten = calculate_in_int8(usual)
    weights = {tensor.name for tensor in rewritten.graph.initializer if tensor.data_type == TensorProto.INT8}
    assert len(weights) == 2
    assert not [node for node in rewritten.graph.node if node.op_type == "Cast" and node.input[0] in weights]
    assert "MatMul" not in types_in(rewritten)
    assert types_in(rewritten).count("MatMulInteger") == 2
    assert types_in(rewritten).count("DynamicQuantizeLinear") == 1
    assert types_in(usual).count("MatMul") == 2  # the given model is as it was


def test_the_result_is_a_model_that_onnx_approves_of(usual: Any) -> None:
    onnx.checker.check_model(calculate_in_int8(usual), full_check=True)


def test_a_matrix_with_scales_by_row_is_left_as_it_is() -> None:
    """They cannot be multiplied after the product; the numbers would be wrong."""
    random = np.random.default_rng(2)
    table = quantized(random.normal(size=(ROWS, WIDTH)), axis=1)
    other = model(table, quantized(random.normal(size=(WIDTH, OUT)), axis=1))
    rewritten = calculate_in_int8(other)
    assert types_in(rewritten).count("MatMul") == 2
    np.testing.assert_allclose(run(rewritten, [0, 9]), run(other, [0, 9]), rtol=1e-5)


@pytest.mark.parametrize(("scaled_along", "axis"), [(0, None), (1, 1)])
def test_a_table_that_is_not_scaled_and_read_by_row_is_left_as_it_is(scaled_along: int, axis: int | None) -> None:
    random = np.random.default_rng(3)
    table = quantized(random.normal(size=(WIDTH, WIDTH)), axis=scaled_along)
    matrix = quantized(random.normal(size=(3 if axis else WIDTH, OUT)), axis=0)
    other = model(table, matrix, axis)
    before, after = run(other, [2, 0, 5]), run(calculate_in_int8(other), [2, 0, 5])
    assert types_in(calculate_in_int8(other)).count("Gather") == 1
    assert np.abs(before - after).max() < 0.02 * np.abs(before).max()


def test_a_model_without_int8_weights_is_left_as_it_is() -> None:
    values = np.ones((WIDTH, WIDTH), np.float32)
    plain = [numpy_helper.from_array(values, "matrix")]
    taken = helper.make_tensor_value_info("given", TensorProto.FLOAT, [None, WIDTH])
    result = helper.make_tensor_value_info("product", TensorProto.FLOAT, None)
    nodes = [helper.make_node("MatMul", ["given", "matrix"], ["product"])]
    whole = helper.make_model(helper.make_graph(nodes, "plain", [taken], [result], plain))
    assert calculate_in_int8(whole) == whole
