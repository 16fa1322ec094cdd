"""The sample portfolio in a real browser."""
