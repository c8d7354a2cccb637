# task: 1
# expect: accepted
new_proto = '''syntax = "proto3";

message Order {
  reserved 4, 7 to 9;
  reserved "note";
  string id = 1;
  string customer = 2;
  int32 total = 3;
  optional string coupon = 5;
  uint64 tip = 6;
}
'''
