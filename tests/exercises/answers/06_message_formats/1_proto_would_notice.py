# task: 1
# expect: refused, because this does not hold: Protocol Buffers: a tag used again
json_renamed = WRONG
proto_renamed = READS
proto_tag_reused = REFUSES
proto_int_to_long = REFUSES
avro_dropped = REFUSES
avro_added_with_default = DEFAULT
