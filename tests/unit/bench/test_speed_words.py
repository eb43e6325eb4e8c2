"""The page says how stock was trained, and when that was not in the same run."""

from pathlib import Path

from bench.speed.__main__ import how_trained, training_figure
from bench.speed.rows import Figure
from bench.speed.stock_training import StockModels, Training

TRAINED = Training(4000.0, {"bot": {"DIETClassifier": 3600.0, "RegexFeaturizer": 0.0}}, 100, "2026-01-02", "2 cores")


def test_training_in_this_run_bears_no_mark() -> None:
    models = StockModels(Path("stock"), TRAINED, now=True)
    assert training_figure(models) == Figure(4000.0)
    assert how_trained(models) == "Stock was trained in this run: of the bot DIETClassifier 3600 s."


def test_training_before_is_marked_with_its_day_and_machine() -> None:
    models = StockModels(Path("stock"), TRAINED, now=False, old=True)
    assert training_figure(models) == Figure(4000.0, note="on 2026-01-02")
    said = how_trained(models)
    assert "on 2026-01-02, on 2 cores" in said
    assert "an older state of the training data" in said


def test_fewer_epochs_are_called_a_trial() -> None:
    trial = Training(40.0, {}, 1, "2026-01-02", "2 cores")
    assert "1 of 100 epochs, a trial" in how_trained(StockModels(Path("stock"), trial, now=False))
