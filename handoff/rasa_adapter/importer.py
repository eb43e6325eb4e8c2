"""Gives a bot its own training data plus what every bot here shares; named under `importers:` in config.yml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import rasa.shared.data
import rasa.shared.utils.io
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers import utils
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from handoff.hosts import Host, find_config, load_hosts
from handoff.protocol import TRIGGER_INTENT

SKILL_FOLDER = Path(__file__).parents[1] / "skill"
OTHER_SKILL_PREFIX = "skill_of_"
OTHER_SKILL_ACTION = "action_offer_skilled_host"

# After these the user looks at an offer; asking the form's question again would talk over it.
LEAVE_THE_QUESTION = {"human_handoff", TRIGGER_INTENT}


class BotImporter(RasaFileImporter):
    """Rasa's file importer, and three additions that no bot has to write down:

    - the handoff skill (handoff/skill: domain, NLU, rules);
    - one intent `skill_of_<host>` per other host, made of that host's own examples of the `skills` that it exports
      in handoff_config.yml, so that what the other one can do is recognised here;
    - for every one-answer rule (`intent`, `action`) and every form, a rule that gives the same answer in the middle
      of the form and then asks the form's question again.

    Raises ConfigError when there is no handoff_config.yml that lists the bot's folder.
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
        self._domain_paths = sorted({str(path) for path in (domain_path, folder / "domain") if path})
        hosts = load_hosts(find_config(folder))
        self._others = tuple(host for host in hosts.others(hosts.in_folder(folder).id) if host.skills)
        self._skill_rules = rasa.shared.data.get_data_files([str(SKILL_FOLDER)], YAMLStoryReader.is_stories_file)
        self._skill_nlu = rasa.shared.data.get_data_files([str(SKILL_FOLDER)], rasa.shared.data.is_nlu_file)

    def get_domain(self) -> Domain:
        """The bot's domain, the handoff skill's, and the intents of the other hosts' skills."""
        domain = Domain.load([*self._domain_paths, str(SKILL_FOLDER / "domain")])
        return domain.merge(Domain.from_dict({"intents": [_other_intent(host) for host in self._others]}))

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """The bot's rules and stories, the handoff skill's, and the generated ones."""
        domain = self.get_domain()
        stories = super().get_stories(exclusion_percentage)
        stories = stories.merge(utils.story_graph_from_paths(self._skill_rules, domain))
        routing = [_one_answer_rule(_other_intent(host), OTHER_SKILL_ACTION) for host in self._others]
        answers = [*_one_answers(self._story_files), *_one_answers(self._skill_rules)]
        in_forms = [_in_form(form, intent, action) for form in domain.form_names for intent, action in answers]
        return stories.merge(_parse_rules(routing + in_forms, domain))

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The bot's examples, the handoff skill's, and those of the other hosts' skills."""
        data = super().get_nlu_data(language).merge(utils.training_data_from_paths(self._skill_nlu, language))
        for host in self._others:
            data = data.merge(TrainingData(list(_examples_of_skills(host, language))))
        return data


def _other_intent(host: Host) -> str:
    return f"{OTHER_SKILL_PREFIX}{host.id}"


def _examples_of_skills(host: Host, language: str | None) -> Iterator[Message]:
    if host.folder is None:
        return
    files = rasa.shared.data.get_data_files([str(host.folder / "data")], rasa.shared.data.is_nlu_file)
    for example in utils.training_data_from_paths(files, language).intent_examples:
        if example.get(INTENT) in host.skills:
            yield Message.build(text=example.get("text"), intent=_other_intent(host))


def _one_answers(files: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(intent, action) of every rule that has no condition and consists of just these two."""
    for file in files:
        for rule in rasa.shared.utils.io.read_yaml_file(file).get("rules", []):
            steps = rule.get("steps", [])
            if "condition" in rule or [next(iter(step)) for step in steps] != ["intent", "action"]:
                continue
            if steps[0]["intent"] not in LEAVE_THE_QUESTION:
                yield steps[0]["intent"], steps[1]["action"]


def _one_answer_rule(intent: str, action: str) -> dict[str, Any]:
    return {"rule": f"{intent}: answered with {action}", "steps": [{"intent": intent}, {"action": action}]}


def _in_form(form: str, intent: str, action: str) -> dict[str, Any]:
    return {
        "rule": f"{intent}: answered with {action} in the middle of {form}",
        "condition": [{"active_loop": form}],
        "steps": [{"intent": intent}, {"action": action}, {"action": form}, {"active_loop": form}],
    }


def _parse_rules(rules: list[dict[str, Any]], domain: Domain) -> StoryGraph:
    return StoryGraph(YAMLStoryReader(domain).read_from_parsed_yaml({"version": "3.1", "rules": rules}))
