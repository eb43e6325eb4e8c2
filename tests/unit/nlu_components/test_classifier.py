"""What a bot that was trained with a few sentences makes of others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu_components.classifier import NothingToLearn
from tests.unit.nlu_components.rasa_parts import BAKERY, CLASSIFIER, Pipeline, intent_of, read

Understand = Callable[[str], Message]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a bakery's bot is kept, to be left as it is."""
    folder = tmp_path_factory.mktemp("bakery")
    Pipeline(folder).train(read(BAKERY))
    return folder


@pytest.fixture
def bakery(folder: Path) -> Pipeline:
    return Pipeline(folder)


@pytest.fixture(scope="module")
def understand(folder: Path) -> Understand:
    return Pipeline(folder).load()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("could I get a loaf", "buy_bread"),
        ("WHAT ARE YOUR OPENING HOURS", "opening_hours"),
        ("what time do you close", "opening_hours"),
        ("is it going to rain", "out_of_scope"),
    ],
)
def test_sentences_of_other_words_are_understood(understand: Understand, text: str, intent: str) -> None:
    assert intent_of(understand(text)) == intent


def test_what_is_like_nothing_is_not_understood(folder: Path) -> None:
    """Unless an intent says itself that the bot is not for it. What it was most like is next in the ranking."""
    text = "please reset the password of my phone"
    assert intent_of(Pipeline(folder).load()(text)) == "out_of_scope"
    message = Pipeline(folder, classifier={"rejecting": []}).load()(text)
    assert intent_of(message) == "nlu_fallback"
    assert message.get("intent_ranking")[1]["name"] == "out_of_scope"
    assert message.get("entities") is None


@pytest.mark.parametrize(("text", "topic"), [("will it be snowing", "weather"), ("who won the game", "sports")])
def test_the_topic_is_an_entity_that_spans_the_whole_message(understand: Understand, text: str, topic: str) -> None:
    (entity,) = understand(text).get("entities")
    assert entity == {
        "entity": "topic",
        "value": topic,
        "start": 0,
        "end": len(text),
        "extractor": "IntentClassifier",
    }


def test_entities_that_others_found_are_left_and_an_intent_without_topics_adds_none(bakery: Pipeline) -> None:
    understand = bakery.load()
    assert understand("a loaf please").get("entities") is None
    found = {"entity": "day", "value": "tomorrow", "start": 13, "end": 21}
    message = bakery.featurizer().process([Message(data={TEXT: "will it rain tomorrow", "entities": [found]})])[0]
    assert [each["entity"] for each in bakery.classifier().process([message])[0].get("entities")] == ["day", "topic"]


def test_an_intents_probability_is_that_of_all_its_topics(understand: Understand) -> None:
    """No topic is an intent."""
    ranking = understand("who won the football match in the rain").get("intent_ranking")
    assert sorted(each["name"] for each in ranking) == ["buy_bread", "opening_hours", "out_of_scope"]
    assert sum(each["confidence"] for each in ranking) == pytest.approx(1, abs=1e-3)
    assert ranking == sorted(ranking, key=lambda each: -each["confidence"])
    assert ranking[0] == understand("who won the football match in the rain").get("intent")


def test_the_kept_one_answers_as_every_other_loaded_one(bakery: Pipeline) -> None:
    texts = [example.get(TEXT) for example in read(BAKERY).intent_examples]
    first, second = bakery.load(), bakery.load()
    assert [first(text).get("intent_ranking") for text in texts] == [
        second(text).get("intent_ranking") for text in texts
    ]


def test_what_it_was_trained_with_it_understands(understand: Understand) -> None:
    for example in read(BAKERY).intent_examples:
        assert intent_of(understand(example.get(TEXT))) == example.get("intent")


def test_training_twice_gives_the_same(bakery: Pipeline, tmp_path: Path) -> None:
    again = Pipeline(tmp_path / "again")
    again.train(read(BAKERY))
    folders = [each.folder_of(CLASSIFIER) for each in (bakery, again)]
    assert len({(folder / "classes.json").read_text() for folder in folders}) == 1
    first, second = (np.load(folder / "weights.npz") for folder in folders)
    for name in first:
        np.testing.assert_allclose(first[name], second[name], atol=1e-5)


@pytest.mark.parametrize("text", ["", " ", "\ud83d", "🙂🙂", "x" * 5000, "\x00", "?", "0" * 300], ids=ascii)
def test_whatever_is_written_gets_an_intent_but_for_no_text_at_all(understand: Understand, text: str) -> None:
    intent = understand(text).get("intent")
    assert (intent is None) == (text == "")
    if intent:
        assert 0 <= intent["confidence"] <= 1


def test_an_intent_to_be_careful_with_must_be_surer(folder: Path) -> None:
    limits = {"careful": ["buy_bread"], "careful_familiarity": 1000.0}
    assert intent_of(Pipeline(folder).load()("a loaf please")) == "buy_bread"
    careful = Pipeline(folder, classifier=limits).load()
    assert intent_of(careful("a loaf please")) == "nlu_fallback"
    assert intent_of(careful("when do you open")) == "opening_hours"


def test_an_intent_that_rejects_is_believed_whatever_the_limits(folder: Path) -> None:
    strict = {"familiarity": 1000.0}
    for rejecting, intent in (([], "nlu_fallback"), (["out_of_scope"], "out_of_scope")):
        understand = Pipeline(folder, classifier={**strict, "rejecting": rejecting}).load()
        assert intent_of(understand("will it rain tomorrow")) == intent


def by_words(folder: Path, data: TrainingData) -> Understand:
    """A bot that was trained without the encoder."""
    pipeline = Pipeline(folder)
    pipeline.train_classifier(data)
    classifier = pipeline.classifier()
    return lambda text: classifier.process([Message(data={TEXT: text})])[0]


def data(metadata: str) -> TrainingData:
    return read(f"""
version: "3.1"
nlu:
- intent: out_of_scope
  metadata: {metadata}
  examples: |
    - will it rain tomorrow
    - how hot is it outside
- intent: buy_bread
  examples: |
    - a loaf of bread please
    - I would like two rolls
""")


@pytest.mark.parametrize("metadata", ["weather", "[topic, weather]", "{topic: }", "{topics: weather}", "7", "{}", '""'])
def test_metadata_that_name_no_topic_do_no_harm(tmp_path: Path, metadata: str) -> None:
    message = by_words(tmp_path, data(metadata))("will it rain tomorrow")
    assert (intent_of(message), message.get("entities")) == ("out_of_scope", None)


def test_one_example_may_have_metadata_of_its_own(tmp_path: Path) -> None:
    """Rasa keeps them beside the intent's."""
    text = """
version: "3.1"
nlu:
- intent: out_of_scope
  metadata: {topic: weather}
  examples:
  - text: will it rain tomorrow
    metadata: {sentiment: 3}
  - text: how hot is it outside
- intent: buy_bread
  examples: |
    - a loaf of bread please
"""
    assert by_words(tmp_path, read(text))("will it rain tomorrow").get("entities")[0]["value"] == "weather"


@pytest.mark.parametrize("intents", ["", "- intent: greet\n  examples: |\n    - hello\n    - hi\n"])
def test_fewer_than_two_intents_are_nothing_to_learn(tmp_path: Path, intents: str) -> None:
    with pytest.raises(NothingToLearn, match=r"^there must be examples of at least two intents$"):
        by_words(tmp_path, read(f'version: "3.1"\nnlu:\n{intents}'))


def test_two_topics_of_one_intent_are_one_intent(tmp_path: Path) -> None:
    only = read(BAKERY).filter_training_examples(lambda example: example.get("intent") == "out_of_scope")
    with pytest.raises(NothingToLearn):
        by_words(tmp_path, only)


def test_one_example_for_each_of_two_intents_is_enough(tmp_path: Path) -> None:
    two = read('version: "3.1"\nnlu:\n- intent: a\n  examples: "- hello"\n- intent: b\n  examples: "- a loaf please"\n')
    pipeline = Pipeline(tmp_path / "bot")
    pipeline.train(two)
    understand = pipeline.load()
    assert [intent_of(understand(text)) for text in ("hello", "a loaf please")] == ["a", "b"]


def test_a_vector_that_is_missing_while_serving_leaves_the_decision_to_words(bakery: Pipeline) -> None:
    classifier = bakery.classifier()
    (message,) = classifier.process([Message(data={TEXT: "when do you open"})])
    assert intent_of(message) == "opening_hours"


def test_what_was_trained_without_vectors_does_not_mind_them(bakery: Pipeline, tmp_path: Path) -> None:
    words = Pipeline(tmp_path / "bot")
    words.train_classifier(read(BAKERY))
    (message,) = words.classifier().process(bakery.featurizer().process([Message(data={TEXT: "when do you open"})]))
    assert intent_of(message) == "opening_hours"
