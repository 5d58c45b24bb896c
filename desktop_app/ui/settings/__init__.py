"""The parts of the settings page, and the first start that asks for the same things."""
