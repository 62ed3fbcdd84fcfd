"""The commands, a module each: what may be typed, and whom to ask for the answer."""
