"""The one list of hosts: reading, checking and asking handoff_config.yml."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from handoff.errors import ConfigError, UnknownHost

CONFIG_NAME = "handoff_config.yml"
HOSTS_KEY = "handoff_hosts"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_GENERIC_WORDS = frozenset(
    "a an and assistant at bot chat desk for from help in of on our service team the to with your".split()
)


@dataclass(frozen=True)
class Host:
    """Somebody who can hold a conversation.

    `url` is what the user's client connects to, `internal_url` what other hosts connect to, `folder` where the
    host's training data is (None: it has none here), `skills` the intents that other hosts may send people for,
    `shares` and `accepts` the slots that may leave and enter. `color` (#rrggbb) and `avatar` (the http(s) or data: url
    of an image, or its path beside the page) are how a client shows it, None: as the client likes.
    """

    id: str
    title: str
    url: str
    internal_url: str
    folder: Path | None
    skills: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    color: str | None = None
    avatar: str | None = None

    @property
    def port(self) -> int:
        """The TCP port of `url`, the scheme's own when the url names none."""
        parts = urlsplit(self.url)
        return parts.port or _DEFAULT_PORTS[parts.scheme]


@dataclass(frozen=True)
class Hosts:
    """All hosts of one configuration, in the order of the file."""

    file: Path
    hosts: tuple[Host, ...]

    def __iter__(self) -> Iterator[Host]:
        return iter(self.hosts)

    def get(self, host_id: str) -> Host:
        """The host with that id. Raises UnknownHost."""
        for host in self.hosts:
            if host.id == host_id:
                return host
        raise UnknownHost(f"{self.file.name} lists no host {host_id!r}")

    def others(self, host_id: str) -> tuple[Host, ...]:
        """Everybody but `host_id`."""
        return tuple(host for host in self.hosts if host.id != host_id)

    def by_url(self, url: str) -> Host | None:
        """The host whose public url is `url`; None when nobody listed has it."""
        wanted = _normalised(url)
        return next((host for host in self.hosts if _normalised(host.url) == wanted), None)

    def in_folder(self, folder: Path) -> Host:
        """The host whose training data is in `folder`. Raises UnknownHost."""
        wanted = folder.resolve()
        for host in self.hosts:
            if host.folder is not None and host.folder.resolve() == wanted:
                return host
        raise UnknownHost(f"{self.file.name} lists no host with the folder {wanted.name!r}")


def distinctive_words(host: Host, hosts: Hosts) -> frozenset[str]:
    """The words of the host's title that no other host's title has, in lower case."""
    others = {word for other in hosts.others(host.id) for word in other.title.casefold().split()}
    return frozenset(host.title.casefold().split()) - others - _GENERIC_WORDS


def find_config(start: Path) -> Path:
    """The nearest handoff_config.yml at or above `start`; HANDOFF_CONFIG overrides. Raises ConfigError."""
    named = os.environ.get("HANDOFF_CONFIG")
    if named:
        return Path(named)
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / CONFIG_NAME).is_file():
            return folder / CONFIG_NAME
    raise ConfigError(f"no {CONFIG_NAME} in {start} or any folder above it")


def load_hosts(file: Path, environment: Mapping[str, str] | None = None) -> Hosts:
    """Reads and checks the configuration; HANDOFF_<ID>_URL and HANDOFF_<ID>_INTERNAL_URL override per host.

    Raises ConfigError that names the file, the host and the key.
    """
    environment = os.environ if environment is None else environment
    entries = _read(file)
    hosts = tuple(_host(file, str(host_id), entry, environment) for host_id, entry in entries.items())
    _check_urls_differ(file, hosts)
    return Hosts(file, hosts)


def _read(file: Path) -> Mapping[Any, Any]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: is not valid YAML: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get(HOSTS_KEY), dict) or not content[HOSTS_KEY]:
        raise ConfigError(f"{file}: needs a mapping {HOSTS_KEY}: with at least one host")
    unknown = sorted(str(key) for key in content if key != HOSTS_KEY)
    if unknown:
        raise ConfigError(f"{file}: unknown key {unknown[0]!r}")
    entries: Mapping[Any, Any] = content[HOSTS_KEY]
    return entries


_TEXT_KEYS = ("title", "url", "internal_url", "folder", "color", "avatar")
_LIST_KEYS = ("skills", "shares", "accepts")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_IMAGE_DATA = re.compile(r"data:image/[\w.+-]+[;,]\S+")
_BESIDE_THE_PAGE = re.compile(r"(?!\.\.?(?:/|$))[\w.-]+(?:/(?!\.\.?(?:/|$))[\w.-]+)*")


def _host(file: Path, host_id: str, entry: Any, environment: Mapping[str, str]) -> Host:
    where = f"{file}: host {host_id!r}"
    if not host_id.isidentifier():
        raise ConfigError(f"{where}: an id is made of letters, digits and underscores")
    if not isinstance(entry, dict):
        raise ConfigError(f"{where}: needs the keys title and url")
    for key in entry:
        if key not in _TEXT_KEYS + _LIST_KEYS:
            raise ConfigError(f"{where}: unknown key {key!r}")
    prefix = f"HANDOFF_{host_id.upper()}"
    url = _url(where, "url", environment.get(f"{prefix}_URL") or _text(where, entry, "url"))
    internal = environment.get(f"{prefix}_INTERNAL_URL") or entry.get("internal_url") or url
    return Host(
        id=host_id,
        title=_text(where, entry, "title"),
        url=url,
        internal_url=_url(where, "internal_url", internal),
        folder=_folder(where, file, host_id, entry),
        skills=_names(where, entry, "skills"),
        shares=_names(where, entry, "shares"),
        accepts=_names(where, entry, "accepts"),
        color=_color(where, entry),
        avatar=_avatar(where, entry),
    )


def _text(where: str, entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{where}: key {key!r} must be a text")
    return value


def _names(where: str, entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ConfigError(f"{where}: key {key!r} must be a list of names")
    return tuple(value)


def _url(where: str, key: str, value: Any) -> str:
    if not isinstance(value, str) or not _is_web_address(value):
        raise ConfigError(f"{where}: key {key!r} must be a http(s) url, not {value!r}")
    return value.rstrip("/")


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # urlsplit's word for a port that is none
        return False


def _color(where: str, entry: Mapping[str, Any]) -> str | None:
    if "color" not in entry:
        return None
    value = entry["color"]
    if isinstance(value, str) and _COLOR.fullmatch(value):
        return value
    # without quotes YAML takes it for a comment, and the value is None
    raise ConfigError(f"{where}: key 'color' must be a colour such as '#1b6ca8', in quotes, not {value!r}")


def _avatar(where: str, entry: Mapping[str, Any]) -> str | None:
    if "avatar" not in entry:
        return None
    value = entry["avatar"]
    if isinstance(value, str):
        is_address = _is_web_address(value) and not re.search(r"\s", value)
        if is_address or _IMAGE_DATA.fullmatch(value) or _BESIDE_THE_PAGE.fullmatch(value):
            return value
    raise ConfigError(
        f"{where}: key 'avatar' must be a http(s) url, a data:image/ url or a path beside the page such as"
        f" avatars/bank.svg, not {value!r}"
    )


def _folder(where: str, file: Path, host_id: str, entry: Mapping[str, Any]) -> Path | None:
    folder = file.parent / (_text(where, entry, "folder") if "folder" in entry else host_id)
    if folder.is_dir():
        return folder
    if "folder" in entry:
        raise ConfigError(f"{where}: key 'folder': {folder} is not a folder")
    return None


def _normalised(url: str) -> tuple[str, str, int | None, str]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # no url, so not that of anybody listed
        return "", url, None, ""
    return parts.scheme, parts.hostname or "", port or _DEFAULT_PORTS.get(parts.scheme), parts.path.rstrip("/")


def _check_urls_differ(file: Path, hosts: tuple[Host, ...]) -> None:
    seen: dict[tuple[str, str, int | None, str], str] = {}
    for host in hosts:
        other = seen.setdefault(_normalised(host.url), host.id)
        if other != host.id:
            raise ConfigError(f"{file}: host {host.id!r}: key 'url': {host.url} is already that of {other!r}")
