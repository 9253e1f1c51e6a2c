"""What is looked for in a text before readers get it: one small module for each concern, run by articles.checklist.

Each module has `check(reading)`, which yields findings. None of them writes anything.
"""
