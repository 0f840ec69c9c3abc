def not_by_card():
    return """SELECT id, method, pence FROM payment WHERE NOT method = 'card' ORDER BY 3 DESC, 1 DESC LIMIT 5"""


def town_unknown():
    return """select name, email from customer_profile inner join customer on customer.id = customer_id where town is null order by email asc"""


def not_planned():
    return """SELECT title FROM show LEFT JOIN performance ON show_id = show.id WHERE starts IS NULL ORDER BY 1"""
