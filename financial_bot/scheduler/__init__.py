"""The process that does what the bank has to do while nobody is chatting: `python -m financial_bot.scheduler`.

It carries out the payments that are due, and brings the customers' notices to the bot. Everything that it does can be
done twice or by two processes at once without harm: the bank settles each order once, and the bot keeps each notice
once. It can be ended at any moment, and goes on where it was when it is started again.
"""
