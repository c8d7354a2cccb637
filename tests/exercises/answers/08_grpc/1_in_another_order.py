# task: 1
# expect: accepted
new_proto = '''syntax = "proto3";

message Order {
  int64 tip = 6;
  int32 total = 3;
  optional string coupon = 7;
  string customer = 2;
  string id = 1;
  reserved 4;
}
'''
