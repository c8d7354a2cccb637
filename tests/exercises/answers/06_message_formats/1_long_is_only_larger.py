# task: 1
# expect: refused, because this does not hold: Protocol Buffers: a tag used again
json_renamed = WRONG
proto_renamed = READS
proto_tag_reused = WRONG
proto_int_to_long = READS
avro_dropped = REFUSES
avro_added_with_default = DEFAULT
