"""The bot's way to its action server: what arrives is what Rasa sends, over as few connections as it takes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from handoff.rasa_adapter.action_endpoint import KeptEndpoint
from tests.support.system import free_port


class Listener:
    """An action server that tells what it got, and over which connections."""

    def __init__(self, port: int) -> None:
        self.port, self.bodies, self.headers = port, list[Any](), list[dict[str, str]]()
        self.connections = set[Any]()

    async def __aenter__(self) -> Listener:
        app = web.Application()
        app.router.add_post("/webhook", self._answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        self.bodies.append(json.loads(await request.text()))
        self.headers.append(
            {name: request.headers[name] for name in ("Content-Type", "key") if name in request.headers}
        )
        assert request.transport is not None
        self.connections.add(request.transport.get_extra_info("peername"))
        if self.bodies[-1].get("next_action") == "fails":
            return web.json_response({"error": "no"}, status=400)
        return web.json_response({"events": []})


def in_a_loop(work: Callable[[Listener, EndpointConfig, KeptEndpoint], Awaitable[None]]) -> None:
    """Runs `work` with a listener, Rasa's endpoint for it and ours."""

    async def main() -> None:
        async with Listener(free_port()) as listener:
            url = f"http://127.0.0.1:{listener.port}/webhook"
            rasas = EndpointConfig(url, headers={"key": "secret"})
            await work(listener, rasas, KeptEndpoint.like(rasas))

    asyncio.run(main())


CALLS: list[dict[str, Any]] = [
    {
        "next_action": "a",
        "tracker": {"text": 'Zoë said "\U0001f600"\n'},
        "domain": {"responses": {"utter": [{"text": "ü"}]}},
    },
    {"next_action": "a", "domain": {}, "tracker": {"slots": {"x": None, "y": 1.5}}, "version": "3.6.21"},
    {"next_action": "a", "tracker": {}},
    {},
]


@pytest.mark.parametrize("call", CALLS, ids=repr)
@pytest.mark.parametrize("compress", [False, True])
def test_an_action_server_gets_what_rasa_would_send(call: dict[str, Any], compress: bool) -> None:
    async def work(listener: Listener, rasas: EndpointConfig, ours: KeptEndpoint) -> None:
        for endpoint in (rasas, ours):
            assert await endpoint.request(json=call, method="post", timeout=5, compress=compress) == {"events": []}
        assert listener.bodies == [call, call]
        assert listener.headers[0] == listener.headers[1]

    in_a_loop(work)


def test_a_domain_that_has_changed_is_written_anew() -> None:
    async def work(listener: Listener, rasas: EndpointConfig, ours: KeptEndpoint) -> None:
        for domain in ({"version": 1}, {"version": 2}):
            await ours.request(json={"next_action": "a", "domain": domain}, timeout=5)
            await ours.request(json={"next_action": "b", "domain": domain}, timeout=5)
        assert [body["domain"]["version"] for body in listener.bodies] == [1, 1, 2, 2]

    in_a_loop(work)


def test_calls_one_after_the_other_share_a_connection_after_a_refusal_too() -> None:
    async def work(listener: Listener, rasas: EndpointConfig, ours: KeptEndpoint) -> None:
        for action in ("a", "fails", "b", "c"):
            if action == "fails":
                with pytest.raises(ClientResponseError):
                    await ours.request(json={"next_action": action}, timeout=5)
            else:
                await ours.request(json={"next_action": action}, timeout=5)
        assert len(listener.connections) == 1

    in_a_loop(work)


def test_an_action_server_that_was_started_again_is_found_again() -> None:
    async def main() -> None:
        port = free_port()
        endpoint = KeptEndpoint.like(EndpointConfig(f"http://127.0.0.1:{port}/webhook"))
        for _ in range(2):
            async with Listener(port) as listener:
                await endpoint.request(json={"next_action": "a"}, timeout=5)
                assert len(listener.bodies) == 1

    asyncio.run(main())


def test_an_endpoint_serves_one_event_loop_after_the_other() -> None:
    endpoints: list[KeptEndpoint] = []

    async def work(listener: Listener, rasas: EndpointConfig, ours: KeptEndpoint) -> None:
        endpoints.append(endpoints[0] if endpoints else ours)
        endpoints[0].url = rasas.url
        assert await endpoints[0].request(json={"next_action": "a"}, timeout=5) == {"events": []}

    in_a_loop(work)
    in_a_loop(work)
