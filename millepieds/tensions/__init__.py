"""What someone feels should be otherwise: said to whom they choose, taken up a ladder, closed by them."""
