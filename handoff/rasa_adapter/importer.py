"""Gives a bot its own training data plus what every bot here shares; named under `importers:` in config.yml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import rasa.shared.data
import yaml
from rasa.shared.constants import IGNORED_INTENTS, REQUIRED_SLOTS_KEY
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers import utils
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from handoff.errors import ConfigError, UnknownHost
from handoff.hosts import Host, Hosts, find_config, load_hosts
from handoff.names import names_of
from handoff.protocol import FAILED_INTENT, TAKE_OVER_INTENT, TRIGGER_INTENT
from handoff.skill_names import OTHER_SKILL_PREFIX

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

SKILL_FOLDER = Path(__file__).parents[1] / "skill"
HANDOFF_INTENTS = ("human_handoff", TRIGGER_INTENT, TAKE_OVER_INTENT, FAILED_INTENT)
OFFER_ALL, OFFER_SKILLED, TAKE_OFFER = "action_offer_hosts", "action_offer_skilled_host", "action_take_offer"

# How people ask for a host by its title, or by a word that only its title has (its title, where there is none).
NAMING_EXAMPLES = (
    "{title}",
    "the {title}",
    "the {title} please",
    "I want to talk to the {title}",
    "take me to the {title}",
    "{name}",
    "{name} please",
    "the {name}",
    "the {name} please",
    "I want the {name}",
    "take me to the {name}",
    "bring me to the {name}",
    "back to the {name}",
    "can I talk to the {name}",
    "switch to the {name}",
    "connect me with the {name}",
)


class BotImporter(RasaFileImporter):
    """Rasa's file importer, and what no bot has to write down:

    - the handoff skill (handoff/skill: domain, NLU, rules);
    - one intent `skill_of_<host>` per other host with training data here, made of that host's own examples of the
      `skills` that it exports in handoff_config.yml, so that what the other one can do is recognised here;
    - examples of human_handoff that name the other hosts;
    - rules for offers of other hosts in the middle of each form. Rasa goes back to a form after every rule that says
      nothing of forms, which is right for a question; but an offer must not be talked over, a yes takes the offer, and
      a no goes on with the form;
    - `ignored_intents` of every form: what is said about other hosts fills no slot by itself.

    Raises ConfigError when no handoff_config.yml lists the bot's folder, for a skill of a host that has no examples,
    for a slot that a host shares or accepts and does not have, and for a domain file that is not YAML.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        folder = Path(config_file).resolve().parent if config_file else Path.cwd()
        # Rasa looks for domain.yml only; the skills' own domain files are beside it in domain/
        candidates = [path for path in (domain_path, folder / "domain") if path and Path(path).exists()]
        self._domain_paths = sorted({str(path) for path in candidates})
        self._hosts = load_hosts(find_config(folder))
        self._bot = _bot_in(folder, self._hosts)
        self._others = self._hosts.others(self._bot.id)
        self._skilled = tuple(host for host in self._others if host.skills and host.folder)
        # data/ only: Rasa takes every file with responses for NLU data, the skill's domain too
        skill_data = [str(SKILL_FOLDER / "data")]
        self._skill_rules = rasa.shared.data.get_data_files(skill_data, YAMLStoryReader.is_stories_file)
        self._skill_nlu = rasa.shared.data.get_data_files(skill_data, rasa.shared.data.is_nlu_file)

    def get_domain(self) -> Domain:
        """The bot's domain, the handoff skill's, and the intents of the other hosts' skills."""
        for path in self._domain_paths:
            _check_yaml(Path(path))
        intents = [_other_intent(host) for host in self._skilled]
        domain = Domain.load([*self._domain_paths, str(SKILL_FOLDER / "domain")])
        domain = _ignoring(domain.merge(Domain.from_dict({"intents": intents})), [*HANDOFF_INTENTS, *intents])
        _check_slots(self._hosts.file, self._bot, {slot.name for slot in domain.slots})
        for host in self._others:
            _check_slots(self._hosts.file, host, slots_in(host))
        return domain

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """The bot's rules and stories, the handoff skill's, and the generated ones."""
        domain = self.get_domain()
        stories = super().get_stories(exclusion_percentage)
        stories = stories.merge(utils.story_graph_from_paths(self._skill_rules, domain))
        routing = [_rule(_other_intent(host), OFFER_SKILLED) for host in self._skilled]
        in_forms = [rule for form in domain.form_names for rule in self._rules_in(form)]
        return stories.merge(_parse_rules(routing + in_forms, domain))

    def _rules_in(self, form: str) -> list[dict[str, Any]]:
        offers = {"human_handoff": OFFER_ALL, TRIGGER_INTENT: "action_trigger_handoff", "affirm": TAKE_OFFER}
        offers.update({_other_intent(host): OFFER_SKILLED for host in self._skilled})
        go_on = [{"action": form}, {"active_loop": form}]
        rules = [_rule(intent, action, form) for intent, action in offers.items()]
        return [*rules, *(_rule(intent, "utter_lets_go_on", form, go_on) for intent in ("deny", "cancel"))]

    @cached_property
    def _skill_examples(self) -> list[tuple[str, str]]:
        """Intents and texts; read once, since Rasa asks for the training data several times."""
        return [
            (_other_intent(host), text)
            for host in self._skilled
            for text in _examples_of_skills(host, self._hosts.file)
        ]

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The bot's examples, the handoff skill's, and those of the other hosts' skills."""
        data = super().get_nlu_data(language).merge(utils.training_data_from_paths(self._skill_nlu, language))
        skills = [Message.build(text=text, intent=intent) for intent, text in self._skill_examples]
        data = data.merge(TrainingData(skills))
        return data.merge(TrainingData(list(self._naming_examples())))

    def _naming_examples(self) -> Iterator[Message]:
        for host in self._others:
            names = sorted(names_of(host, self._hosts)) or [host.title]
            texts = {form.format(title=host.title, name=name) for form in NAMING_EXAMPLES for name in names}
            yield from (Message.build(text=text, intent="human_handoff") for text in sorted(texts))


def _bot_in(folder: Path, hosts: Hosts) -> Host:
    try:
        return hosts.in_folder(folder)
    except UnknownHost as error:
        raise ConfigError(f"{hosts.file}: lists no host with the folder {folder}; add it before training") from error


def _check_yaml(path: Path) -> None:
    """Rasa leaves a domain file with a YAML error out with a warning; a skill would be gone."""
    for file in [path] if path.is_file() else sorted(path.rglob("*.yml")):
        _read_yaml(file)


def _read_yaml(file: Path) -> Any:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: is not valid YAML: {error}") from error


def _other_intent(host: Host) -> str:
    return f"{OTHER_SKILL_PREFIX}{host.id}"


def _ignoring(domain: Domain, intents: list[str]) -> Domain:
    """The domain with `intents` among those that fill no slot of its forms, beside what each form says itself."""
    described = domain.as_dict()
    forms = {
        name: {**form, IGNORED_INTENTS: sorted({*_as_list(form.get(IGNORED_INTENTS)), *intents})}
        for name, form in (described.get("forms") or {}).items()
    }
    of_forms = {slot for form in forms.values() for slot in form[REQUIRED_SLOTS_KEY]}
    slots = {
        name: slot if name in of_forms else {**slot, "mappings": _always(slot["mappings"], intents)}
        for name, slot in (described.get("slots") or {}).items()
    }
    return Domain.from_dict({**described, "forms": forms, "slots": slots}) if forms else domain


def _always(mappings: list[dict[str, Any]], intents: list[str]) -> list[dict[str, Any]]:
    """The mappings of a slot of no form, which Rasa would not fill either with what an open form ignores: "take me to
    the helpdesk, I am ann@example.com"."""
    of_entities = [each for each in mappings if each["type"] == "from_entity" and not each.get("intent")]
    return [*mappings, *({**each, "intent": _but(intents, each.get("not_intent"))} for each in of_entities)]


def _but(intents: list[str], without: Any) -> list[str]:
    return [intent for intent in intents if intent not in _as_list(without)]


def _as_list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def slots_in(host: Host) -> set[str] | None:
    """The slots in the domain files of a host's folder and in the handoff skill; None where there is no domain.

    Raises ConfigError for a file that is not YAML.
    """
    folder = host.folder
    own = [] if folder is None else [*folder.glob("domain.yml"), *sorted((folder / "domain").rglob("*.yml"))]
    if not own:
        return None
    domains = (_read_yaml(file) for file in (*own, *sorted((SKILL_FOLDER / "domain").glob("*.yml"))))
    return {slot for domain in domains if isinstance(domain, dict) for slot in domain.get("slots") or ()}


def _check_slots(config: Path, host: Host, slots: set[str] | None) -> None:
    for key, names in (("shares", host.shares), ("accepts", host.accepts)):
        missing = [] if slots is None else sorted(set(names) - slots)
        if missing:
            raise ConfigError(f"{config}: host {host.id!r}: key {key!r}: its domain has no slot {missing[0]!r}")


def _examples_of_skills(host: Host, config: Path) -> list[str]:
    """The host's own examples of what it exports. Files without any are not given to Rasa, which reads slowly."""
    folder = [str(host.folder / "data")] if host.folder else []
    files = rasa.shared.data.get_data_files(folder, rasa.shared.data.is_nlu_file)
    wanted = [file for file in files if _has_examples_of(host.skills, Path(file))]
    examples = utils.training_data_from_paths(wanted, None).intent_examples
    unknown = sorted(set(host.skills) - {example.get(INTENT) for example in examples})
    if unknown:
        raise ConfigError(
            f"{config}: host {host.id!r}: key 'skills': {unknown[0]!r} has no examples in {host.folder}/data"
        )
    return [example.get("text") for example in examples if example.get(INTENT) in host.skills]


def _has_examples_of(intents: Iterable[str], file: Path) -> bool:
    """Whether a file with training data is worth reading; only Rasa can tell for one that is no YAML."""
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)
        return any(entry.get("intent") in intents for entry in content["nlu"])
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, KeyError, TypeError):
        return True


def _rule(
    intent: str, action: str, form: str | None = None, then: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    rule: dict[str, Any] = {"rule": f"{intent}, {action}, {form or 'anywhere'}"}
    if form:
        rule["condition"] = [{"active_loop": form}]
    return {**rule, "steps": [{"intent": intent}, {"action": action}, *(then or [])]}


def _parse_rules(rules: list[dict[str, Any]], domain: Domain) -> StoryGraph:
    return StoryGraph(YAMLStoryReader(domain).read_from_parsed_yaml({"version": "3.1", "rules": rules}))
