"""The office's work on an application between its submission and the served decision; a module per act."""
