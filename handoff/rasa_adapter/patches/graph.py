"""How a model's graph is run."""

from __future__ import annotations

from typing import Any

import rasa.core.processor
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner


class StraightGraphRunner(DaskGraphRunner):
    """Runs the nodes one after the other, each after those that it needs, in an order that is found once per target.

    `DaskGraphRunner.run` (engine/runner/dask.py) looks anew at each run for the nodes that are needed, and has dask's
    scheduler for threads find their order, which takes longer than a prediction. The nodes get the same and give the
    same.
    """

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """See GraphRunner.run; raises GraphRunError, and what a component raises."""
        wanted = tuple(targets or self._graph_schema.target_names)
        known = {name: (name, value) for name, value in (inputs or {}).items()}
        try:
            for name in self._order(wanted):
                if name not in known:
                    needs = self._graph_schema.nodes[name].needs.values()
                    known[name] = self._instantiated_nodes[name](*(known.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(known[name] for name in wanted)

    def _order(self, targets: tuple[str, ...]) -> tuple[str, ...]:
        orders: dict[tuple[str, ...], tuple[str, ...]] = self.__dict__.setdefault("_orders", {})
        if targets not in orders:
            orders[targets] = order_of({name: list(node.needs.values()) for name, node in self._nodes()}, targets)
        return orders[targets]

    def _nodes(self) -> Any:
        return self._graph_schema.nodes.items()


def order_of(needs: dict[str, list[str]], targets: tuple[str, ...]) -> tuple[str, ...]:
    """The nodes that `targets` need, directly or not, and these themselves: each after all that it needs. What is no
    node is an input and left out."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in needs and name not in found:
            for need in needs[name]:
                visit(need)
            found[name] = None

    for target in targets:
        visit(target)
    return tuple(found)


def replace() -> None:
    """`MessageProcessor._load_model` names the runner."""
    rasa.core.processor.DaskGraphRunner = StraightGraphRunner
