"""With this any Python program takes part in handoffs (docs/protocol.md): it needs neither Rasa nor a web framework.

`reception.Reception` turns the JSON body of `POST <url>/webhooks/rest/webhook` into that of the answer. What to say is
a function of the program's, from what happened (`events`) and the conversation (`conversation`) to `replies`.
"""
