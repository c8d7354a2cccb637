"""The game day: a shop with one hidden trouble, what its team can see, what it can do, and what the users bear meanwhile."""
