# task: 3
# expect: accepted
def wire(world, shop, billing, stock):
    work = world.channel("work", "publish-subscribe")
    archive = world.channel("archive", "publish-subscribe", retention=7_000)
    for channel in (work, archive):
        shop.publishes(channel)
    for instance in billing:
        instance.consumes(work, group="billing")
    stock.consumes(work)
    return archive
