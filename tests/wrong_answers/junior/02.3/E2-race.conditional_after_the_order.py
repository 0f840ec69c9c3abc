# must say: look at rowcount
def sell(connection, seat_id, customer_id):
    with connection:
        order_id = connection.execute("INSERT INTO orders (customer_id) VALUES (?)", (customer_id,)).lastrowid
        connection.execute("UPDATE seat SET status = 'sold', order_id = ? WHERE id = ? AND status = 'free'", (order_id, seat_id))
        connection.execute("INSERT INTO payment (order_id, pence) VALUES (?, 2500)", (order_id,))
        return order_id
