"""What <<NAME>> does when Rasa asks for an action. Importing opens nothing."""
