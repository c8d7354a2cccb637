"""What only maintainers run: bring notebooks into form, cut exercises from solutions, tell which tasks are done."""
