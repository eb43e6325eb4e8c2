"""The process that does what the desk has to do while nobody is chatting: `python -m helpdesk_bot.scheduler`.

It delivers what the ticket system could not take at once, and brings the users' notices to the bot. Everything that it
does can be done twice or by two processes at once without harm: the desk gives each delivery to one at a time, under an
id that the ticket system knows, and the bot keeps each notice once. It can be ended at any moment, and goes on where it
was when it is started again.
"""
