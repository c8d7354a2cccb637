# task: 1
# expect: refused, because this does not hold: the coupon is text, and the tip a whole number
new_proto = '''syntax = "proto3";

message Order {
  reserved 4;
  string id = 1;
  string customer = 2;
  int32 total = 3;
  string coupon = 5;
  double tip = 6;
}
'''
