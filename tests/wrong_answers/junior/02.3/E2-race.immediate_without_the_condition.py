# must say: one window sent no UPDATE
def sell(connection, seat_id, customer_id):
    return locked_sale_of_mine(connection, seat_id, customer_id)


def locked_sale_of_mine(connection, seat_id, customer_id):
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        return toms_sale(connection, seat_id, customer_id)
