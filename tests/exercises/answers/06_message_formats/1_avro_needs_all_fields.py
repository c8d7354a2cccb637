# task: 1
# expect: refused, because this does not hold: Avro: a field dropped
json_renamed = WRONG
proto_renamed = READS
proto_tag_reused = WRONG
proto_int_to_long = WRONG
avro_dropped = REFUSES
avro_added_with_default = REFUSES
