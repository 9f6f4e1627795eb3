"""What the public C headers hold, read once, for everything that is written from them: bindings, and pages of documentation."""
