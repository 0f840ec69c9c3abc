# must say: keys, seats and pence stay INTEGER
# cell: E3-tables-answer
def mariadb_tables():
    return """
    CREATE TABLE `show` (
        id     INTEGER AUTO_INCREMENT PRIMARY KEY,
        title  VARCHAR(60) NOT NULL UNIQUE
    );
    CREATE TABLE performance (
        id       INTEGER AUTO_INCREMENT PRIMARY KEY,
        show_id  INTEGER NOT NULL REFERENCES `show` (id),
        evening  DATE NOT NULL
    );
    CREATE TABLE sale (
        performance_id  INTEGER NOT NULL REFERENCES performance (id),
        seat            TINYINT NOT NULL CHECK (seat > 0),
        pence           INTEGER NOT NULL CHECK (pence > 0),
        PRIMARY KEY (performance_id, seat)
    );
    """
