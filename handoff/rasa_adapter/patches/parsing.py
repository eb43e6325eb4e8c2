"""How what the user said is understood: beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa.core import processor
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker

# One, for components of a pipeline need not bear to be used by several threads.
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="understanding")


def replace() -> None:
    """`MessageProcessor.parse_message` (processor.py:702) runs the pipeline in the event loop: while Duckling or a
    sentence encoder works, and while Duckling's deadline runs out, everybody else waits. Here it runs in a thread, for
    one message after the other. What Rasa does with the result is the same.
    """
    here = MessageProcessor.parse_message

    async def in_a_thread(
        self: MessageProcessor,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> Any:
        if self.http_interpreter:
            return await here(self, message, tracker, only_output_properties)
        tracker = tracker or DialogueStateTracker.from_events(message.sender_id, [])
        loop = asyncio.get_running_loop()
        parsed: Mapping[str, Any] = await loop.run_in_executor(
            _thread, self._parse_message_with_graph, message, tracker, only_output_properties
        )
        self._update_full_retrieval_intent(parsed)
        processor.structlogger.debug(
            "processor.message.parse",
            parse_data_text=parsed["text"],
            parse_data_intent=parsed["intent"],
            parse_data_entities=parsed["entities"],
        )
        self._check_for_unseen_features(parsed)
        return parsed

    MessageProcessor.parse_message = in_a_thread
