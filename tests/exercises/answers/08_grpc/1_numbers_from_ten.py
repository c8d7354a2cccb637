# task: 1
# expect: accepted
new_proto = '''syntax = "proto3";

message Order {
  string id = 1;
  string customer = 2;
  int32 total = 3;
  reserved 4 to 9;
  string coupon = 10;
  int32 tip = 11;
}
'''
