"""Speed as ratios against a baseline of the same run. `python -m benchmarks` prints them; nothing here is a test."""
