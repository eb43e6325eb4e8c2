"""In every state the widget is accessible and fits onto the screen, in light and dark, on phones and on desktops."""

from __future__ import annotations

import pytest

from tests.browser.looking import faults_for_axe, in_every_look, photograph, too_wide
from tests.browser.opening import Rooms
from tests.browser.states import CALM
from tests.browser.states_elsewhere import ELSEWHERE
from tests.browser.states_of_extras import EXTRAS
from tests.browser.states_of_trouble import TROUBLED

STATES = {**CALM, **TROUBLED, **ELSEWHERE, **EXTRAS}


@pytest.mark.parametrize("name", STATES)
def test_everybody_can_use_it_on_any_screen(open_room: Rooms, name: str) -> None:
    room = STATES[name](open_room)
    found = []
    for look in in_every_look(room.page):
        photograph(room.page, f"{name}-{look.name}")
        problems = faults_for_axe(room.page) + [f"too wide: {each}" for each in too_wide(room.page)]
        found += [f"{look.name}: {problem}" for problem in problems]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(("zoom", "width", "height"), [(2, 500, 400), (4, 320, 256)])
@pytest.mark.parametrize("name", ["buttons", "handoff", "failed-message", "start-over-question", "floating-open"])
def test_a_magnified_page_needs_no_scrolling_sideways(
    open_room: Rooms, name: str, zoom: int, width: int, height: int
) -> None:
    open_room.screen = {"viewport": {"width": width, "height": height}, "device_scale_factor": zoom}
    page = STATES[name](open_room).page
    photograph(page, f"{name}-zoom-{zoom}00")
    assert too_wide(page) == []
    assert faults_for_axe(page) == []
