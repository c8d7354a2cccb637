# task: 1
# expect: refused, because this does not hold: protoc accepts it, and the order has the fields
new_proto = '''syntax = "proto3";

message Order {
  string id = 1;
  string customer = 2;
  int32 total = 3;
  string note = 4 [deprecated = true];
  string coupon = 5;
  int32 tip = 6;
}
'''
