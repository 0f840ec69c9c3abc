# must say: let the database make the key
def sell(connection, seat_id, customer_id):
    order_id = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM orders").fetchone()[0]
    with connection:
        taken = connection.execute("UPDATE seat SET status = 'sold' WHERE id = ? AND status = 'free'", (seat_id,)).rowcount
        if taken == 0:
            return None
        connection.execute("INSERT INTO orders (id, customer_id) VALUES (?, ?)", (order_id, customer_id))
        connection.execute("UPDATE seat SET order_id = ? WHERE id = ?", (order_id, seat_id))
        connection.execute("INSERT INTO payment (order_id, pence) SELECT order_id, pence FROM seat WHERE id = ?", (seat_id,))
        return order_id
