"""What the back offices of all bots share: the process that does what is due while nobody chats, and brings notices.

A bot has a package `scheduler` with its own duties (`handoff.back_office.scheduler.Duties`) and their wording, and a
`__main__` that calls `handoff.back_office.process.run`. Nothing here knows Rasa, rasa_sdk or a bot.
"""
