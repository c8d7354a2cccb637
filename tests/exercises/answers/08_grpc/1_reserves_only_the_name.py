# task: 1
# expect: refused, because this does not hold: the number of what is gone cannot be given again
new_proto = '''syntax = "proto3";

message Order {
  reserved "note";
  string id = 1;
  string customer = 2;
  int32 total = 3;
  string coupon = 5;
  int32 tip = 6;
}
'''
