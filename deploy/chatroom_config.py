"""Prints the page's config.js, its allow-list of hosts, from handoff_config.yml and HANDOFF_<ID>_URL.

`handoff up` writes the same file; here it is made when the container starts, since the addresses are settings.
"""

from __future__ import annotations

import json
from pathlib import Path

from handoff.hosts import Hosts, find_config, load_hosts

START_HOST = "financial_bot"


def content(hosts: Hosts) -> str:
    """The script that tells the page who can hold a conversation, and who does first."""
    listed = [{"id": host.id, "title": host.title, "url": host.url} for host in hosts]
    start = START_HOST if any(host.id == START_HOST for host in hosts) else listed[0]["id"]
    return f"window.CHATROOM_CONFIG = {json.dumps({'start': start, 'hosts': listed}, indent=2)};"


if __name__ == "__main__":
    print(content(load_hosts(find_config(Path.cwd()))))
