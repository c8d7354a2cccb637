# task: 2
# expect: accepted
channel_for = {
    1: "point-to-point", 2: "publish-subscribe, a group for each service", 3: "publish-subscribe, a group for each instance",
    4: "publish-subscribe, a group for each service", 5: "point-to-point", 6: "publish-subscribe, a group for each instance",
    7: "publish-subscribe, a group for each service", 8: "publish-subscribe, a group for each instance",
}
