"""Searching: what a place or activity can be found by, the words of each town, its own synonyms, searches without result.

The search column is kept by triggers, so that no writer can forget it. Words go through the same steps when they are
stored and when they are asked for: without accents, letters and digits only, stemmed per language; without a list of
stop words, for "uit" and "van" are part of names.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STEMMERS = {"nl": "dutch", "en": "english"}

# Unknown to the parser of PostgreSQL are dates, paths and addresses: "koffie/thee" would be one word to it.
CLEAN = r"""
CREATE FUNCTION search_clean(words text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(lower(unaccent(words)), '[^[:alnum:]]+', ' ', 'g')
$$
"""

CONFIG = """
CREATE FUNCTION search_config(language text) RETURNS regconfig LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (CASE language WHEN 'nl' THEN 'dichtbij_nl' WHEN 'en' THEN 'dichtbij_en' ELSE 'dichtbij_plain' END)::regconfig
$$
"""

# A = name, B = summary, C = the rest of the text, D = where it is and whose.
VECTOR = """
CREATE FUNCTION search_vector(language text, words text, weight "char") RETURNS tsvector
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector(search_config(language), search_clean(coalesce(words, ''))), weight)
$$
"""

# Ids of the taxonomy stand beside the words as one lexeme each: the labels are data of the release, not of the town.
TERMS = """
CREATE FUNCTION search_terms(axis text, ids text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(ARRAY(SELECT axis || '=' || id FROM unnest(ids) AS id WHERE id IS NOT NULL))
$$
"""

# Words in any of our languages, each in all its stems; `within` are the weights to look in, '' for all.
# "schuld hulp" asks for both. The words are cleaned by the caller, or this raises a syntax error. Immutable, so that
# it is worked out once and not for each row.
QUERY = """
CREATE FUNCTION search_query(words text[], terms text[], within text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    suffix text := CASE WHEN within = '' THEN '' ELSE ':' || within END;
    found tsquery := ''::tsquery;
    word text;
    term text;
BEGIN
    FOREACH word IN ARRAY words LOOP
        word := array_to_string(string_to_array(word, ' '), suffix || ' & ') || suffix;
        found := found || to_tsquery('dichtbij_nl', word) || to_tsquery('dichtbij_en', word)
            || to_tsquery('dichtbij_plain', word);
    END LOOP;
    IF cardinality(terms) > 0 THEN
        FOREACH term IN ARRAY terms LOOP
            found := found || quote_literal(term)::tsquery;
        END LOOP;
    END IF;
    RETURN found;
END $$
"""

FILL_PLACES = """
CREATE FUNCTION fill_place_search(town integer, ids uuid[]) RETURNS void LANGUAGE sql AS $$
    UPDATE place SET search = found.search
    FROM (
        SELECT p.id,
            search_terms('theme', p.themes) || search_terms('topic', p.topics) || search_terms('group', p.groups)
            || search_terms('place_kind', ARRAY[p.kind]) || search_terms('attribute', p.attributes)
            || search_terms('is', ARRAY[CASE WHEN p.free THEN 'free' END, CASE WHEN p.walkin THEN 'walkin' END,
                CASE WHEN p.wheelchair = 'yes' THEN 'wheelchair' END])
            || search_vector('nl', concat_ws(' ', p.street, p.postcode, p.city, o.name,
                search_areas(p.municipality_id, p.neighbourhood_code)), 'D')
            || coalesce(texts.search, '') AS search
        FROM place AS p
        LEFT JOIN organisation AS o ON o.municipality_id = p.municipality_id AND o.id = p.organisation_id
        LEFT JOIN LATERAL (
            SELECT search_concat(
                search_vector(t.language, t.name, 'A') || search_vector(t.language, t.summary, 'B')
                || search_vector(t.language, concat_ws(' ', t.description, t.getting_there), 'C')) AS search
            FROM place_text AS t WHERE t.municipality_id = p.municipality_id AND t.place_id = p.id
        ) AS texts ON true
        WHERE p.municipality_id = town AND p.id = ANY(ids)
    ) AS found
    WHERE place.municipality_id = town AND place.id = found.id AND place.search <> found.search
$$
"""

# What happens at a place is found by the place's name and address as well.
FILL_ACTIVITIES = """
CREATE FUNCTION fill_activity_search(town integer, ids uuid[]) RETURNS void LANGUAGE sql AS $$
    UPDATE activity SET search = found.search
    FROM (
        SELECT a.id,
            search_terms('theme', a.themes) || search_terms('topic', a.topics) || search_terms('group', a.groups)
            || search_terms('activity_kind', ARRAY[a.kind]) || search_terms('attribute', a.attributes)
            || search_terms('is', ARRAY[CASE WHEN a.free THEN 'free' END, CASE WHEN a.walkin THEN 'walkin' END,
                CASE WHEN a.volunteer THEN 'volunteer' END, CASE WHEN a.online THEN 'online' END])
            || search_vector('nl', o.name, 'D') || coalesce(at_place.search, '') || coalesce(texts.search, '') AS search
        FROM activity AS a
        LEFT JOIN organisation AS o ON o.municipality_id = a.municipality_id AND o.id = a.organisation_id
        LEFT JOIN LATERAL (
            SELECT search_concat(
                search_vector(t.language, t.name, 'A') || search_vector(t.language, t.summary, 'B')
                || search_vector(t.language, concat_ws(' ', t.description, t.first_time), 'C')) AS search
            FROM activity_text AS t WHERE t.municipality_id = a.municipality_id AND t.activity_id = a.id
        ) AS texts ON true
        LEFT JOIN LATERAL (
            SELECT search_vector('nl', concat_ws(' ', p.street, p.postcode, p.city,
                    search_areas(p.municipality_id, p.neighbourhood_code)), 'D')
                || coalesce((SELECT search_concat(search_vector(t.language, t.name, 'D')) FROM place_text AS t
                    WHERE t.municipality_id = p.municipality_id AND t.place_id = p.id), '') AS search
            FROM place AS p WHERE p.municipality_id = a.municipality_id AND p.id = a.place_id
        ) AS at_place ON true
        WHERE a.municipality_id = town AND a.id = ANY(ids)
    ) AS found
    WHERE activity.municipality_id = town AND activity.id = found.id AND activity.search <> found.search
$$
"""

# The names of the buurt and the wijk; the code of a buurt begins with the digits of its wijk.
AREAS = """
CREATE FUNCTION search_areas(town integer, code text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT string_agg(n.name, ' ') FROM neighbourhood AS n
    WHERE n.municipality_id = town AND n.code IN (search_areas.code, 'WK' || substr(search_areas.code, 3, 6))
$$
"""

# Whose search columns the rows of `changed` touch, within one town. Activities follow their place.
PLACES_OF = {
    "place": "SELECT id FROM changed WHERE municipality_id = town",
    "place_text": "SELECT place_id FROM changed WHERE municipality_id = town",
    "organisation": "SELECT id FROM place WHERE municipality_id = town"
    " AND organisation_id IN (SELECT id FROM changed WHERE municipality_id = town)",
    "neighbourhood": "SELECT p.id FROM place p JOIN changed USING (municipality_id) WHERE p.municipality_id = town"
    " AND changed.code IN (p.neighbourhood_code, 'WK' || substr(p.neighbourhood_code, 3, 6))",
}
ACTIVITIES_OF = {
    "activity": "SELECT id FROM changed WHERE municipality_id = town",
    "activity_text": "SELECT activity_id FROM changed WHERE municipality_id = town",
    "organisation": "SELECT id FROM activity WHERE municipality_id = town"
    " AND organisation_id IN (SELECT id FROM changed WHERE municipality_id = town)",
}
AT_THESE_PLACES = "SELECT id FROM activity WHERE municipality_id = town AND place_id = ANY(places)"
EVENTS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}
FOLLOWED = ("place", "place_text", "activity", "activity_text", "organisation", "neighbourhood")

NOTE_WORDS = """
INSERT INTO search_word (municipality_id, word)
SELECT DISTINCT municipality_id, word FROM {source}, regexp_split_to_table(search_clean({words}), ' ') AS word
WHERE length(word) BETWEEN 3 AND 40 AND word !~ '^[0-9]+$'
ON CONFLICT DO NOTHING
"""
# Words that no text holds any more go, in one statement with the others: never a moment without words.
REFRESH_WORDS = """
CREATE FUNCTION refresh_search_words(town integer) RETURNS void LANGUAGE sql AS $$
    WITH told AS (
        SELECT DISTINCT word
        FROM ({all_words}) AS told(words), regexp_split_to_table(search_clean(told.words), ' ') AS word
        WHERE length(word) BETWEEN 3 AND 40 AND word !~ '^[0-9]+$'
    ), gone AS (
        DELETE FROM search_word WHERE municipality_id = town AND word NOT IN (SELECT word FROM told)
    )
    INSERT INTO search_word (municipality_id, word) SELECT town, word FROM told ON CONFLICT DO NOTHING
$$
"""
TOLD = {
    "place_text": "concat_ws(' ', name, summary, description)",
    "activity_text": "concat_ws(' ', name, summary, description)",
    "place": "street",
    "neighbourhood": "name",
    "organisation": "name",
}


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
    _create_tables()
    _create_configurations()
    op.execute("CREATE AGGREGATE search_concat(tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '')")
    for owner in ("place", "activity"):
        op.add_column(owner, sa.Column("search", TSVECTOR(), server_default="", nullable=False))
        op.create_index(f"ix_{owner}_search", owner, ["municipality_id", "search"], postgresql_using="gin")
    for function in (CLEAN, CONFIG, VECTOR, TERMS, QUERY, AREAS, FILL_PLACES, FILL_ACTIVITIES):
        op.execute(function)
    for owner in ("place", "activity"):
        op.execute(
            f"SELECT fill_{owner}_search(town.id, ARRAY(SELECT id FROM {owner} WHERE municipality_id = town.id))"
            " FROM municipality AS town"
        )
    every = (f"SELECT {words} FROM {table} WHERE municipality_id = town" for table, words in TOLD.items())
    op.execute(REFRESH_WORDS.format(all_words=" UNION ALL ".join(every)))
    op.execute("SELECT refresh_search_words(id) FROM municipality")
    for table in FOLLOWED:
        _follow(table)
    for table, words in TOLD.items():
        _note_words(table, words)
    for event, rows in EVENTS.items():
        op.execute(
            f"CREATE TRIGGER bump_{event} AFTER {event.upper()} ON synonym"
            f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION bump_content_version()"
        )
    for table in ("place_text", "activity_text"):  # the words of the town have taken over
        op.drop_index(f"ix_{table}_name_trgm", table)


def _create_tables() -> None:
    op.create_table(
        "search_word",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(collation="C"), nullable=False),
        _in_a_town("search_word"),
        sa.PrimaryKeyConstraint("municipality_id", "word", name=op.f("pk_search_word")),
    )
    op.create_index(
        "ix_search_word_trgm", "search_word", ["municipality_id", "word"], postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
    )
    op.create_table(
        "synonym",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("is_meant", sa.Boolean(), server_default="true", nullable=False),
        _in_a_town("synonym"),
        sa.CheckConstraint("term ~ '^[a-z_]+=[a-z0-9-]+$'", name=op.f("ck_synonym_term_form")),
        sa.PrimaryKeyConstraint("municipality_id", "words", "term", name=op.f("pk_synonym")),
    )
    op.create_table(
        "missed_search",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _in_a_town("missed_search"),
        sa.PrimaryKeyConstraint("municipality_id", "day", "words", name=op.f("pk_missed_search")),
    )


def _in_a_town(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id"], ["municipality.id"], name=op.f(f"fk_{table}_municipality_id"), ondelete="CASCADE"
    )


def _create_configurations() -> None:
    op.execute("CREATE TEXT SEARCH CONFIGURATION dichtbij_plain (COPY = pg_catalog.simple)")
    for language, stemmer in STEMMERS.items():
        op.execute(f"CREATE TEXT SEARCH DICTIONARY dichtbij_{stemmer} (TEMPLATE = snowball, LANGUAGE = {stemmer})")
        op.execute(f"CREATE TEXT SEARCH CONFIGURATION dichtbij_{language} (COPY = pg_catalog.simple)")
        op.execute(
            f"ALTER TEXT SEARCH CONFIGURATION dichtbij_{language}"
            f" ALTER MAPPING FOR asciiword, word WITH dichtbij_{stemmer}"
        )


def _follow(table: str) -> None:
    """After each statement that changes words, the search columns of exactly those whom it concerns.

    Not after what these triggers do themselves, nor after a cascade: what is gone needs no words.
    """
    fills = []
    if table in PLACES_OF:
        fills += [
            f"places := ARRAY({PLACES_OF[table]});",
            "PERFORM fill_place_search(town, places);",
            f"PERFORM fill_activity_search(town, ARRAY({AT_THESE_PLACES}));",
        ]
    if table in ACTIVITIES_OF:
        fills.append(f"PERFORM fill_activity_search(town, ARRAY({ACTIVITIES_OF[table]}));")
    op.execute(
        f"""
        CREATE FUNCTION follow_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            town integer;
            places uuid[];
        BEGIN
            FOR town IN SELECT DISTINCT municipality_id FROM changed LOOP
                {" ".join(fills)}
            END LOOP;
            RETURN NULL;
        END $$
        """
    )
    for event, rows in EVENTS.items():
        op.execute(
            f"CREATE TRIGGER search_{event} AFTER {event.upper()} ON {table} REFERENCING {rows} TABLE AS changed"
            f" FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION follow_{table}()"
        )


def _note_words(table: str, words: str) -> None:
    note = NOTE_WORDS.format(source="changed", words=words)
    op.execute(
        f"CREATE FUNCTION note_{table}_words() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {note}; RETURN NULL; END $$"
    )
    for event in ("insert", "update"):
        op.execute(
            f"CREATE TRIGGER words_{event} AFTER {event.upper()} ON {table} REFERENCING NEW TABLE AS changed"
            f" FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION note_{table}_words()"
        )


def downgrade() -> None:
    for table in ("place_text", "activity_text"):
        op.create_index(
            f"ix_{table}_name_trgm", table, ["name"], postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}
        )
    for table in TOLD:
        op.execute(f"DROP FUNCTION note_{table}_words() CASCADE")
    for table in FOLLOWED:
        op.execute(f"DROP FUNCTION follow_{table}() CASCADE")
    for owner in ("place", "activity"):
        op.execute(f"DROP FUNCTION fill_{owner}_search(integer, uuid[])")
        op.drop_column(owner, "search")
    op.execute("DROP AGGREGATE search_concat(tsvector)")
    for function in (
        "refresh_search_words(integer)",
        "search_areas(integer, text)",
        "search_query(text[], text[], text)",
        "search_terms(text, text[])",
        'search_vector(text, text, "char")',
        "search_config(text)",
        "search_clean(text)",
    ):
        op.execute(f"DROP FUNCTION {function}")
    for name in ("nl", "en", "plain"):
        op.execute(f"DROP TEXT SEARCH CONFIGURATION dichtbij_{name}")
    for stemmer in STEMMERS.values():
        op.execute(f"DROP TEXT SEARCH DICTIONARY dichtbij_{stemmer}")
    for table in ("missed_search", "synonym", "search_word"):
        op.drop_table(table)
