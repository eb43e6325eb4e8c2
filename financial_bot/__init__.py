"""The bank's assistant: a Rasa project and the bank that it works for."""
