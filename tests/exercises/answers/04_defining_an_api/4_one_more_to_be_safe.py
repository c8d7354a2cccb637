# task: 4
# expect: accepted
weeks_ahead = 15
