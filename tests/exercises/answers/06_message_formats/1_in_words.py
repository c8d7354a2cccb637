# task: 1
# expect: accepted
json_renamed = "wrong, silently"
proto_renamed = "reads"
proto_tag_reused = "wrong, silently"
proto_int_to_long = "wrong, silently"
avro_dropped = "refuses"
avro_added_with_default = "reads with a default"
