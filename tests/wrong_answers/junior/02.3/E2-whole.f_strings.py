# must say: the value was built into the text
def sell(connection, seat_id, customer_id):
    with connection:
        taken = connection.execute(f"UPDATE seat SET status = 'sold' WHERE id = {seat_id} AND status = 'free'")
        if taken.rowcount == 0:
            return None
        order_id = connection.execute(f"INSERT INTO orders (customer_id) VALUES ({customer_id})").lastrowid
        connection.execute(f"UPDATE seat SET order_id = {order_id} WHERE id = {seat_id}")
        connection.execute(f"INSERT INTO payment (order_id, pence) SELECT order_id, pence FROM seat WHERE id = {seat_id}")
        return order_id
