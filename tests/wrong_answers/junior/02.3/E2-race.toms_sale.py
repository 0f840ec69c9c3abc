# must say: between the look and the UPDATE the other window has sold
def sell(connection, seat_id, customer_id):
    return toms_sale(connection, seat_id, customer_id)
