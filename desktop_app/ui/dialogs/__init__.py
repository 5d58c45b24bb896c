"""Questions to the person: short, with verbs on the buttons."""
