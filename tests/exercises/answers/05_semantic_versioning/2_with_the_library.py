# task: 2
# expect: accepted
kinds = ["minor", "major", "patch", "minor", "major", "major", "patch", "minor", "major", "minor"]
next_version = {change: str(Version.parse(before).next_version(kind)) for (change, before), kind in zip(changes.items(), kinds)}
