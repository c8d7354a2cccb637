# task: 1
# expect: refused, because this does not hold: a field gets another name
json_renamed = WRONG
proto_renamed = WRONG
proto_tag_reused = WRONG
proto_int_to_long = WRONG
avro_dropped = REFUSES
avro_added_with_default = DEFAULT
