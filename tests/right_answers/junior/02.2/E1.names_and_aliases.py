# cell: E1-answer-groups
def box_office():
    return """SELECT title, count(seat) AS tickets, sum(pence) AS pence FROM ticket JOIN performance p ON p.id = performance_id JOIN show ON show.id = show_id GROUP BY title ORDER BY pence DESC"""


def regulars():
    return """SELECT name, count(o.id) AS n FROM orders o JOIN customer c ON c.id = o.customer_id GROUP BY customer_id, name HAVING n > 7 ORDER BY n DESC, customer_id"""


def quiet_evenings():
    return """WITH sums AS (SELECT performance_id, count(*) AS n FROM ticket GROUP BY performance_id) SELECT id, starts, coalesce(n, 0) AS tickets FROM performance LEFT JOIN sums ON performance_id = id ORDER BY tickets, id LIMIT 10"""
