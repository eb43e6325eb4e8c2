"""A host that is no Rasa bot: finds branches, and takes part in handoffs. See README.md.

`create_app` makes the Flask application; as a program it is served by waitress on the port in handoff_config.yml.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import waitress
import yaml
from flask import Flask, Response, jsonify, request, send_from_directory
from talk import Talk
from werkzeug.exceptions import HTTPException

from handoff.errors import HandoffError
from handoff.host.body import read_json, read_text
from handoff.host.errors import BadBody
from handoff.host.reception import Reception, Sentences
from handoff.host.store import SqliteConversations
from handoff.hosts import Hosts, find_config, load_hosts
from handoff.protocol import HEALTH
from handoff.secret import load_secret

FOLDER = Path(__file__).parent
MAXIMUM_BYTES = 64 * 1024
THREADS = 8


def create_app(here: str, hosts: Hosts, secret: str, file: Path, origins: frozenset[str]) -> Flask:
    """The application: `here` is its id among `hosts`, `file` where conversations are kept, `origins` whose pages may
    call it. Raises HandoffError."""
    sentences = _read("sentences.yml")
    talk = Talk(hosts.get(here), hosts, _read("intents.yml"), _read("branches.yml"), sentences)
    spoken = Sentences(failed=sentences["failed"], too_long=sentences["too_long"])
    reception = Reception(here, hosts, secret, SqliteConversations(file), talk, spoken)
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAXIMUM_BYTES

    @app.get("/webhooks/rest/")
    def health() -> Response:
        return jsonify(dict(HEALTH))

    @app.post("/webhooks/rest/webhook")
    def receive() -> Response:
        return jsonify(reception.receive(read_json(request.get_data())))

    @app.get("/predict")
    def try_out() -> Response:
        return send_from_directory(FOLDER, "try.html")

    @app.post("/predict")
    def predict() -> Response:
        return jsonify(asdict(talk.matcher.predict(_text_of_request())))

    @app.errorhandler(BadBody)
    def bad_body(error: BadBody) -> tuple[Response, int]:
        return jsonify(error=str(error)), 400

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[Response, int]:
        return jsonify(error=error.description), error.code or 500

    @app.after_request
    def allow_pages(response: Response) -> Response:
        return _allowing(response, request.headers.get("Origin"), origins)

    return app


def _text_of_request() -> str:
    """What `/predict` was sent: `{"text": ...}`, or the text itself. Raises BadBody."""
    if request.is_json:
        body = read_json(request.get_data())
        return read_text("text", body.get("text") if isinstance(body, Mapping) else None)
    try:
        return read_text("the body", request.get_data().decode())
    except UnicodeDecodeError as error:
        raise BadBody("the body: must be UTF-8") from error


def _allowing(response: Response, origin: str | None, origins: frozenset[str]) -> Response:
    """With the headers by which a browser lets a page of `origins` read the answer (Fetch standard, CORS protocol)."""
    response.headers["Vary"] = "Origin"
    if origin in origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def main() -> None:
    """Serves until Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    here, port = os.environ.get("FLASK_BOT_ID", "branch_bot"), os.environ.get("CHATROOM_PORT", "8080")
    file = Path(os.environ.get("FLASK_BOT_DATABASE", FOLDER / "var" / "conversations.db"))
    origins = frozenset((f"http://localhost:{port}", f"http://127.0.0.1:{port}", "null"))
    try:
        hosts = load_hosts(find_config(FOLDER))
        app = create_app(here, hosts, load_secret(hosts.file), file, origins)
    except HandoffError as error:
        sys.exit(f"✗ {error}")
    waitress.serve(app, host=os.environ.get("BIND", "127.0.0.1"), port=hosts.get(here).port, threads=THREADS)


if __name__ == "__main__":
    main()
