# must say: no sale was made, and yet something is written
def sell(connection, seat_id, customer_id):
    with connection:
        order_id = connection.execute("INSERT INTO orders (customer_id) VALUES (?)", (customer_id,)).lastrowid
        taken = connection.execute("UPDATE seat SET status = 'sold', order_id = ? WHERE id = ? AND status = 'free'", (order_id, seat_id)).rowcount
        if taken == 0:
            return None
        connection.execute("INSERT INTO payment (order_id, pence) SELECT order_id, pence FROM seat WHERE id = ?", (seat_id,))
        return order_id
