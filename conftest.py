"""For every pytest run in this project: exercises say in words which tasks are done."""

pytest_plugins = ["tools.exercise_report"]
