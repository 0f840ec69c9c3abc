# must say: a sale ended and was not committed
def sell(connection, seat_id, customer_id):
    taken = connection.execute("UPDATE seat SET status = 'sold' WHERE id = ? AND status = 'free'", (seat_id,)).rowcount
    if taken == 0:
        return None
    order_id = connection.execute("INSERT INTO orders (customer_id) VALUES (?)", (customer_id,)).lastrowid
    connection.execute("UPDATE seat SET order_id = ? WHERE id = ?", (order_id, seat_id))
    connection.execute("INSERT INTO payment (order_id, pence) SELECT order_id, pence FROM seat WHERE id = ?", (seat_id,))
    return order_id
