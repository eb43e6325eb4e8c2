"""The helpdesk's assistant: a Rasa project and the desk that it works for."""
