"""What Afterword costs in time and memory: `python -m benchmarks`."""
