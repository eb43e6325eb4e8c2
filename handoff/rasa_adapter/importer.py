"""Gives a bot its own training data plus what every bot here shares; named under `importers:` in config.yml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rasa.shared.data
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers import utils
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from handoff.errors import ConfigError, UnknownHost
from handoff.hosts import Host, Hosts, distinctive_words, find_config, load_hosts
from handoff.protocol import TRIGGER_INTENT
from handoff.skill_names import OTHER_SKILL_PREFIX

SKILL_FOLDER = Path(__file__).parents[1] / "skill"
OFFER_ALL, OFFER_SKILLED, TAKE_OFFER = "action_offer_hosts", "action_offer_skilled_host", "action_take_offer"

# How people ask for a host by its title, or by a word that only its title has.
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
      a no goes on with the form.

    Raises ConfigError when no handoff_config.yml lists the bot's folder, for a skill of a host that has no examples,
    and for a domain file that is not YAML.
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
        self._others = self._hosts.others(_bot_in(folder, self._hosts).id)
        self._skilled = tuple(host for host in self._others if host.skills and host.folder)
        # data/ only: Rasa takes every file with responses for NLU data, the skill's domain too
        skill_data = [str(SKILL_FOLDER / "data")]
        self._skill_rules = rasa.shared.data.get_data_files(skill_data, YAMLStoryReader.is_stories_file)
        self._skill_nlu = rasa.shared.data.get_data_files(skill_data, rasa.shared.data.is_nlu_file)

    def get_domain(self) -> Domain:
        """The bot's domain, the handoff skill's, and the intents of the other hosts' skills."""
        for path in self._domain_paths:
            _check_yaml(Path(path))
        domain = Domain.load([*self._domain_paths, str(SKILL_FOLDER / "domain")])
        return domain.merge(Domain.from_dict({"intents": [_other_intent(host) for host in self._skilled]}))

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

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The bot's examples, the handoff skill's, and those of the other hosts' skills."""
        data = super().get_nlu_data(language).merge(utils.training_data_from_paths(self._skill_nlu, language))
        for host in self._skilled:
            data = data.merge(TrainingData(_examples_of_skills(host, language, self._hosts.file)))
        return data.merge(TrainingData(list(self._naming_examples())))

    def _naming_examples(self) -> Iterator[Message]:
        for host in self._others:
            names = sorted(distinctive_words(host, self._hosts))
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
        try:
            yaml.safe_load(file.read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise ConfigError(f"{file}: is not valid YAML: {error}") from error


def _other_intent(host: Host) -> str:
    return f"{OTHER_SKILL_PREFIX}{host.id}"


def _examples_of_skills(host: Host, language: str | None, config: Path) -> list[Message]:
    files = rasa.shared.data.get_data_files(
        [str(host.folder / "data")] if host.folder else [], rasa.shared.data.is_nlu_file
    )
    examples = utils.training_data_from_paths(files, language).intent_examples
    unknown = sorted(set(host.skills) - {example.get(INTENT) for example in examples})
    if unknown:
        raise ConfigError(
            f"{config}: host {host.id!r}: key 'skills': {unknown[0]!r} has no examples in {host.folder}/data"
        )
    exported = (example for example in examples if example.get(INTENT) in host.skills)
    return [Message.build(text=example.get("text"), intent=_other_intent(host)) for example in exported]


def _rule(
    intent: str, action: str, form: str | None = None, then: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    rule: dict[str, Any] = {"rule": f"{intent}, {action}, {form or 'anywhere'}"}
    if form:
        rule["condition"] = [{"active_loop": form}]
    return {**rule, "steps": [{"intent": intent}, {"action": action}, *(then or [])]}


def _parse_rules(rules: list[dict[str, Any]], domain: Domain) -> StoryGraph:
    return StoryGraph(YAMLStoryReader(domain).read_from_parsed_yaml({"version": "3.1", "rules": rules}))
