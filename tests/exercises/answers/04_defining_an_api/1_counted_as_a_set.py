# task: 1
# expect: accepted
breaking = ("must have", "renamed", "is text", "may be missing", "more state", "at most")
does_break = {change: any(words in change for words in breaking) for change in TEN}
