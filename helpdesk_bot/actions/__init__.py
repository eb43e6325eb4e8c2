"""What the helpdesk_bot does when Rasa asks for an action. Importing opens nothing."""
