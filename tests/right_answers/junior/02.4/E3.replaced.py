# cell: E3-tables-answer
def mariadb_tables() -> str:
    text = POSTGRES_TABLES.replace("GENERATED ALWAYS AS IDENTITY", "AUTO_INCREMENT")
    text = text.replace("REFERENCES performance (id)", "REFERENCES performance(id)")
    return text.replace(" show ", " `show` ") + ";"
