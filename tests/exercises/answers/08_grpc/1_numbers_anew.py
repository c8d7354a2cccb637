# task: 1
# expect: refused, because this does not hold: old and new read what the other writes
new_proto = '''syntax = "proto3";

message Order {
  string id = 1;
  string coupon = 2;
  string customer = 3;
  int32 total = 5;
  int32 tip = 6;
  reserved 4;
}
'''
