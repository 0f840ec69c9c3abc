# must say: the seat does not carry its number: order_id
def sell(connection, seat_id, customer_id):
    with connection:
        taken = connection.execute("UPDATE seat SET status = 'sold' WHERE id = ? AND status = 'free'", (seat_id,)).rowcount
        if taken == 0:
            return None
        order_id = connection.execute("INSERT INTO orders (customer_id) VALUES (?)", (customer_id,)).lastrowid
        connection.execute("INSERT INTO payment (order_id, pence) SELECT ?, pence FROM seat WHERE id = ?", (order_id, seat_id))
        return order_id
