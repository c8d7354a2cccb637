# task: 1
# expect: accepted
json_renamed = both_ways("JSON", "rename")[OLD_READER].word
proto_renamed = both_ways("Protocol Buffers", "rename")[OLD_READER].word
proto_tag_reused = both_ways("Protocol Buffers", "reuse a tag")[OLD_READER].word
proto_int_to_long = both_ways("Protocol Buffers", "int to long")[OLD_READER].word
avro_dropped = both_ways("Avro", "drop")[OLD_READER].word
avro_added_with_default = both_ways("Avro", "add with default")[NEW_READER].word
