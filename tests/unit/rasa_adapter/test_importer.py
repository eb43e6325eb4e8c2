"""What a bot is trained with: its own data, the shared handoff skill, and what the other hosts can do."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.core.constants import ACTION_LISTEN_NAME, RULE_SNIPPET_ACTION_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, UserUttered
from rasa.shared.core.training_data.structures import RuleStep
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from handoff.errors import ConfigError

CONFIG = """
recipe: default.v1
language: en
assistant_id: {name}
importers: [{{name: handoff.rasa_adapter.importer.BotImporter}}]
pipeline: [{{name: WhitespaceTokenizer}}, {{name: KeywordIntentClassifier}}]
policies: [{{name: RulePolicy}}]
"""

HOSTS = """
handoff_hosts:
  bakery: {title: Bakery, url: "http://localhost:7001", skills: [buy_bread]}
  garage: {title: Garage, url: "http://localhost:7002", skills: [change_tyres]}
  desk: {title: People at a desk, url: "http://localhost:7003", skills: [complain]}
"""

DOMAIN = 'version: "3.1"\nsession_config: {session_expiration_time: 7, carry_over_slots_to_new_session: true}\n'

BAKERY_DOMAIN = """
version: "3.1"
intents: [opening_hours, buy_bread]
slots: {loaves: {type: any, mappings: [{type: custom}]}}
forms: {bread_form: {required_slots: [loaves]}}
responses:
  utter_opening_hours: [{text: "From six."}]
  utter_ask_loaves: [{text: "How many?"}]
"""

BAKERY_RULES = """
version: "3.1"
rules:
  - rule: opening hours
    steps: [{intent: opening_hours}, {action: utter_opening_hours}]
  - rule: bread
    condition: [{active_loop: null}]
    steps: [{intent: buy_bread}, {action: bread_form}, {active_loop: bread_form}]
"""


# what Rasa itself puts into rules
IMPLIED = (ACTION_LISTEN_NAME, RULE_SNIPPET_ACTION_NAME)


def nlu(examples: dict[str, tuple[str, ...]]) -> str:
    entries = (
        f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {text}\n" for text in texts)
        for intent, texts in examples.items()
    )
    return 'version: "3.1"\nnlu:\n' + "".join(entries)


def write_bot(folder: Path, files: dict[str, str]) -> None:
    for name, text in {"config.yml": CONFIG.format(name=folder.name), "domain.yml": DOMAIN, **files}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def open_importer(folder: Path) -> TrainingDataImporter:
    """As `rasa train` in that folder opens it."""
    return TrainingDataImporter.load_from_config(
        str(folder / "config.yml"), str(folder / "domain.yml"), [str(folder / "data")]
    )


@pytest.fixture
def bakery(tmp_path: Path) -> Path:
    """A bot beside a garage's; the third host has no folder here."""
    (tmp_path / "handoff_config.yml").write_text(HOSTS, encoding="utf-8")
    write_bot(
        tmp_path / "bakery",
        {
            "domain/bread.yml": BAKERY_DOMAIN,
            "data/rules/bread.yml": BAKERY_RULES,
            "data/nlu/bread.yml": nlu({"opening_hours": ("when do you open",), "buy_bread": ("a loaf please",)}),
        },
    )
    garage = nlu({"change_tyres": ("my tyres are worn", "winter is coming"), "gossip": ("nice car you have",)})
    write_bot(tmp_path / "garage", {"data/nlu/tyres.yml": garage})
    return tmp_path / "bakery"


def domain_of(folder: Path) -> Domain:
    return open_importer(folder).get_domain()


def texts_of(data: TrainingData, intent: str) -> list[str]:
    return sorted(each.get("text") for each in data.intent_examples if each.get("intent") == intent)


def rules_of(folder: Path) -> list[RuleStep]:
    return [step for step in open_importer(folder).get_stories().story_steps if isinstance(step, RuleStep)]


def said_and_done(rule: RuleStep) -> tuple[str, ...]:
    """The intents and actions of a rule in order."""
    names = {UserUttered: "intent_name", ActionExecuted: "action_name"}
    steps = (getattr(event, names[type(event)]) for event in rule.events if type(event) in names)
    return tuple(str(step) for step in steps if step not in IMPLIED)


def in_form(folder: Path) -> set[tuple[str, ...]]:
    """The rules that hold only in the middle of the bakery's form."""
    return {
        said_and_done(rule)
        for rule in rules_of(folder)
        if any(isinstance(each, ActiveLoop) and each.name == "bread_form" for each in rule.get_rules_condition())
    }


def test_the_domain_has_the_bots_own_skills_and_the_handoff_skill(bakery: Path) -> None:
    domain = domain_of(bakery)
    assert {"opening_hours", "buy_bread"} <= set(domain.intents)
    assert {"human_handoff", "trigger_handoff", "handoff", "handoff_failed", "nlu_fallback"} <= set(domain.intents)
    assert {"utter_opening_hours", "utter_offer_hosts"} <= set(domain.responses)
    assert {"bread_form", "action_offer_hosts", "action_accept_handoff"} <= set(domain.action_names_or_texts)


def test_what_domain_yml_says_of_sessions_holds(bakery: Path) -> None:
    """The skills' own files say nothing of sessions and do not reset them."""
    assert domain_of(bakery).session_config.session_expiration_time == 7


def test_examples_of_the_other_hosts_exported_skills_become_one_intent(bakery: Path) -> None:
    data = open_importer(bakery).get_nlu_data()
    assert texts_of(data, "skill_of_garage") == ["my tyres are worn", "winter is coming"]
    assert "skill_of_garage" in domain_of(bakery).intents


def test_what_the_other_host_does_not_export_stays_there(bakery: Path) -> None:
    data = open_importer(bakery).get_nlu_data()
    assert "nice car you have" not in {each.get("text") for each in data.intent_examples}
    assert {"gossip", "change_tyres"}.isdisjoint({each.get("intent") for each in data.intent_examples})


def test_a_host_without_training_data_here_is_not_routed_to_by_understanding(bakery: Path) -> None:
    assert "skill_of_desk" not in domain_of(bakery).intents
    assert not any("skill_of_desk" in said_and_done(rule) for rule in rules_of(bakery))


def test_a_bot_is_no_other_host_of_itself(bakery: Path) -> None:
    data = open_importer(bakery).get_nlu_data()
    assert texts_of(data, "buy_bread") == ["a loaf please"]
    assert "skill_of_bakery" not in domain_of(bakery).intents


def test_the_other_hosts_skill_is_answered_with_an_offer(bakery: Path) -> None:
    assert ("skill_of_garage", "action_offer_skilled_host") in {said_and_done(rule)[:2] for rule in rules_of(bakery)}


@pytest.mark.parametrize(
    ("intent", "action"),
    [
        ("human_handoff", "action_offer_hosts"),
        ("trigger_handoff", "action_trigger_handoff"),
        ("skill_of_garage", "action_offer_skilled_host"),
        ("affirm", "action_take_offer"),
    ],
)
def test_an_offer_in_the_middle_of_a_form_is_not_talked_over(bakery: Path, intent: str, action: str) -> None:
    """The rule of the form ends with the offer, where Rasa's own way would be to ask the form's question again."""
    rules = in_form(bakery)
    assert (intent, action) in rules
    assert (intent, action, "bread_form") not in rules


def test_a_no_to_an_offer_in_the_middle_of_a_form_goes_on_with_the_form(bakery: Path) -> None:
    assert ("deny", "utter_lets_go_on", "bread_form") in in_form(bakery)


def test_the_bots_own_rules_are_left_as_they_are(bakery: Path) -> None:
    """Rasa itself goes back to a form after them."""
    own = [said_and_done(rule) for rule in rules_of(bakery) if {"opening_hours", "buy_bread"} & {*said_and_done(rule)}]
    assert sorted(own) == [("buy_bread", "bread_form"), ("opening_hours", "utter_opening_hours")]


def test_asking_for_another_host_by_its_title_is_understood(bakery: Path) -> None:
    """Also for a host without training data here; nobody asks a bot for itself."""
    asked = texts_of(open_importer(bakery).get_nlu_data(), "human_handoff")
    assert {"Garage", "take me to the garage", "I want to talk to the People at a desk", "people please"} <= set(asked)
    assert not any("bakery" in text.casefold() for text in asked)


def test_a_title_whose_words_mean_other_things_here_is_asked_for_as_a_whole(bakery: Path) -> None:
    """A loaf is what people buy here, and "Help Desk" has no word of its own."""
    titles = HOSTS.replace("People at a desk", "Loaf Service").replace("title: Garage", "title: Help Desk")
    (bakery.parent / "handoff_config.yml").write_text(titles, encoding="utf-8")
    asked = texts_of(open_importer(bakery).get_nlu_data(), "human_handoff")
    assert {"Loaf Service", "take me to the Loaf Service", "Help Desk please"} <= set(asked)
    assert {"loaf", "loaf please", "the desk", "help"}.isdisjoint(asked)


def test_nothing_is_there_twice(bakery: Path) -> None:
    """Neither examples nor rules nor responses, which Rasa adds to the domain's when they come with examples."""
    importer = open_importer(bakery)
    data = importer.get_nlu_data()
    examples = [(each.get("intent"), each.get("text")) for each in data.intent_examples]
    assert len(examples) == len(set(examples))
    assert data.responses == {}
    names = [step.block_name for step in importer.get_stories().story_steps]
    assert len(names) == len(set(names))


def test_a_folder_that_is_not_in_the_config_says_so(bakery: Path) -> None:
    write_bot(bakery.parent / "florist", {})
    with pytest.raises(ConfigError, match=r"handoff_config\.yml: lists no host with the folder .*florist"):
        open_importer(bakery.parent / "florist")


def test_a_bot_without_any_config_above_it_says_so(tmp_path: Path) -> None:
    write_bot(tmp_path / "alone", {})
    with pytest.raises(ConfigError, match=r"no handoff_config\.yml in"):
        open_importer(tmp_path / "alone")


def test_a_domain_file_that_is_not_yaml_stops_the_training_and_is_named(bakery: Path) -> None:
    """Rasa would only warn, and train a bot without the skill."""
    (bakery / "domain" / "cake.yml").write_text("intents: [eat", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"cake\.yml: is not valid YAML"):
        domain_of(bakery)


def test_a_skill_that_a_host_does_not_have_stops_the_training_and_is_named(bakery: Path) -> None:
    config = bakery.parent / "handoff_config.yml"
    config.write_text(HOSTS.replace("[change_tyres]", "[change_tyres, paint_cars]"), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        open_importer(bakery).get_nlu_data()
    for part in (str(config), "'garage'", "'skills'", "'paint_cars'"):
        assert part in str(caught.value)


def test_what_is_said_about_other_hosts_fills_no_slot_of_a_form_by_itself(bakery: Path) -> None:
    """Rasa's own mappings of a slot, from_text say, leave these intents out."""
    ignored = domain_of(bakery).forms["bread_form"]["ignored_intents"]
    assert {"human_handoff", "trigger_handoff", "handoff", "handoff_failed", "skill_of_garage"} == set(ignored)


def test_but_a_slot_of_no_form_is_filled_whatever_is_said(bakery: Path) -> None:
    """Rasa would fill no slot at all with what an open form ignores: "take me to the garage, I am ann@example.com"."""
    email = "slots: {email: {type: any, mappings: [{type: from_entity, entity: email, not_intent: handoff}]}}"
    (bakery / "domain" / "email.yml").write_text(f"entities: [email]\n{email}\n", encoding="utf-8")
    slots = {slot.name: slot.mappings for slot in domain_of(bakery).slots}
    assert len(slots["loaves"]) == 1
    _, second = slots["email"]
    assert set(second["intent"]) == {"human_handoff", "trigger_handoff", "handoff_failed", "skill_of_garage"}


@pytest.mark.parametrize("own", ["opening_hours", "[opening_hours]"])
def test_what_a_form_ignores_itself_it_goes_on_to_ignore(bakery: Path, own: str) -> None:
    form = f"{{required_slots: [loaves], ignored_intents: {own}}}"
    domain = BAKERY_DOMAIN.replace("{required_slots: [loaves]}", form)
    (bakery / "domain" / "bread.yml").write_text(domain, encoding="utf-8")
    assert {"opening_hours", "skill_of_garage"} <= set(domain_of(bakery).forms["bread_form"]["ignored_intents"])


@pytest.mark.parametrize("key", ["shares", "accepts"])
@pytest.mark.parametrize("host", ["bakery", "garage"])
def test_a_slot_that_a_host_does_not_have_stops_the_training_and_is_named(bakery: Path, key: str, host: str) -> None:
    config = bakery.parent / "handoff_config.yml"
    first = {"bakery": "Bakery,", "garage": "Garage,"}[host]
    config.write_text(HOSTS.replace(first, f"{first} {key}: [handoff_offered, colour],"), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        domain_of(bakery)
    for part in (str(config), f"'{host}'", f"'{key}'", "'colour'"):
        assert part in str(caught.value)


def test_slots_of_a_host_without_a_domain_here_are_its_own_business(bakery: Path) -> None:
    config = bakery.parent / "handoff_config.yml"
    config.write_text(HOSTS.replace("People at a desk,", "People at a desk, shares: [colour],"), encoding="utf-8")
    assert "handoff" in domain_of(bakery).intents


def test_a_bot_with_nothing_but_a_domain_yml_can_be_trained(bakery: Path) -> None:
    """The shape of a first Rasa bot; it gets yes, no and cancel from the shared skill."""
    garage = bakery.parent / "garage"
    assert "handoff" in domain_of(garage).intents
    assert texts_of(open_importer(garage).get_nlu_data(), "affirm")
