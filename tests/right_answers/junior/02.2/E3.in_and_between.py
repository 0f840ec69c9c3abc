def seats_of():
    return """SELECT performance_id, seat FROM ticket WHERE order_id IN (SELECT id FROM orders WHERE customer_id = :customer) ORDER BY performance_id, seat"""


def placed_on():
    return """SELECT id, customer_id FROM orders WHERE placed BETWEEN :day || 'T00:00' AND :day || 'T23:59' ORDER BY id"""


def payments_of() -> str:
    return "SELECT id, pence FROM payment WHERE order_id = :order ORDER BY id"


def next_page():
    return """SELECT performance_id, seat, pence FROM ticket WHERE performance_id >= :performance AND (performance_id > :performance OR seat > :seat) ORDER BY 1, 2 LIMIT 20"""
