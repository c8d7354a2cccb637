# task: 4
# expect: accepted
faster = {}
for name, situation in situations.items():
    times = grpc.times(grpc.run(**situation, seed=11))
    faster[name] = min(times, key=lambda way: times[way][len(times[way]) // 2])
