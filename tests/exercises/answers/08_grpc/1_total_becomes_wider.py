# task: 1
# expect: refused, because this does not hold: old and new read what the other writes
new_proto = '''syntax = "proto3";

message Order {
  string id = 1;
  string customer = 2;
  int64 total = 3;
  reserved 4;
  string coupon = 5;
  int32 tip = 6;
}
'''
