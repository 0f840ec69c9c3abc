# must say: the profile forbids it
def on_delete():
    return {'customer_profile': 'RESTRICT', 'review': 'SET NULL', 'orders': 'RESTRICT', 'payment': 'RESTRICT'}


def forget_customer(connection, customer_id):
    own = (customer_id,)
    count = "SELECT count(*) FROM orders WHERE customer_id = ?"
    with connection:
        if connection.execute(count, own).fetchone()[0] == 0:
            connection.execute("DELETE FROM customer WHERE id = ?", own)
            return
        connection.execute("DELETE FROM customer_profile WHERE customer_id = ?", own)
        connection.execute("UPDATE review SET customer_id = NULL WHERE customer_id = ?", own)
        connection.execute("UPDATE customer SET name = 'forgotten', email = NULL WHERE id = ?", own)
