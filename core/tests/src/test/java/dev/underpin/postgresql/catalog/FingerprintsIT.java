package dev.underpin.postgresql.catalog;

import static dev.underpin.postgresql.catalog.CatalogReading.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.db.Session;
import dev.underpin.postgresql.catalog.TableChanges.Change;
import dev.underpin.spi.dialect.FingerprintStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;

@SideBySide
class FingerprintsIT {

    private static final String NEIGHBOURS = """
            CREATE TABLE public.parted (id bigint NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE public.parted_1 PARTITION OF public.parted FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
            CREATE VIEW public.recent AS SELECT id FROM public.parted WHERE at > '2024-01-01';
            CREATE VIEW public.of_leaf AS SELECT id FROM public.parted_1;
            CREATE MATERIALIZED VIEW public.counts AS SELECT at, count(*) FROM public.parted GROUP BY at;
            CREATE TABLE public.rooms (id bigint PRIMARY KEY, last bigint);
            CREATE TABLE public.likes (id bigint, at date);
            CREATE FUNCTION public.many() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM public.parted; END;
            CREATE FUNCTION public.label(public.parted) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
            CREATE POLICY those ON public.rooms USING (id IN (SELECT p.id FROM public.parted p));
            CREATE SEQUENCE public.numbers OWNED BY public.parted.id;
            CREATE TABLE public.years (y int PRIMARY KEY) PARTITION BY RANGE (y);
            ALTER TABLE public.parted ADD COLUMN y int REFERENCES public.years;
            CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            """;

    @Majors(always = true)
    void everyChangeOfTheDefinitionChangesIt(TestDatabase database) {
        database.execute(TableChanges.SCHEMA);
        SoftAssertions softly = new SoftAssertions();
        try (CatalogReading reading = CatalogReading.of(database)) {
            for (Change change : TableChanges.on(database.server().major())) {
                String before = definition(reading, change.table());
                database.execute(change.ddl());
                softly.assertThat(definition(reading, change.table()))
                        .as(change.ddl())
                        .isNotEqualTo(before);
            }
        }
        softly.assertAll();
    }

    @Majors(always = true)
    void whatIsBoundToTheTreeBelongsToIt(TestDatabase database) {
        database.execute(NEIGHBOURS);
        assertThat(changed(
                        database,
                        fingerprints -> fingerprints.definition(named("parted")),
                        "CREATE TABLE public.parted_2 PARTITION OF public.parted FOR VALUES FROM ('2024-02-01') TO ('2024-03-01')",
                        "ALTER TABLE public.parted_1 SET (fillfactor = 50)",
                        "GRANT SELECT ON public.parted_1 TO PUBLIC",
                        "ALTER TABLE public.parted_1 ENABLE ROW LEVEL SECURITY",
                        "CREATE INDEX ON public.parted_1 (at)",
                        "CREATE OR REPLACE VIEW public.recent AS SELECT id FROM public.parted WHERE at > '2024-01-02'",
                        "ALTER VIEW public.recent SET (security_barrier = true)",
                        "GRANT SELECT ON public.recent TO PUBLIC",
                        "COMMENT ON VIEW public.recent IS 'New'",
                        "ALTER VIEW public.recent ALTER id SET DEFAULT 1",
                        "CREATE OR REPLACE VIEW public.of_leaf AS SELECT id FROM public.parted_1 WHERE id > 0",
                        "CREATE UNIQUE INDEX ON public.counts (at)",
                        "CREATE VIEW public.another AS SELECT FROM public.parted",
                        "ALTER TABLE public.likes ADD CONSTRAINT liked FOREIGN KEY (id, at) REFERENCES public.parted",
                        "COMMENT ON CONSTRAINT liked ON public.likes IS 'Heart'",
                        "ALTER TABLE public.likes DROP CONSTRAINT liked",
                        "ALTER POLICY those ON public.rooms USING (id IN (SELECT p.id FROM public.parted p WHERE p.id > 0))",
                        "CREATE OR REPLACE FUNCTION public.many() RETURNS bigint LANGUAGE sql"
                                + " BEGIN ATOMIC SELECT count(*) + 1 FROM public.parted; END",
                        "CREATE OR REPLACE FUNCTION public.label(public.parted) RETURNS text LANGUAGE sql AS 'SELECT ''y'''",
                        "ALTER SEQUENCE public.numbers CACHE 50"))
                .isEmpty();
    }

    @Majors(always = true)
    void whatChangesByItselfOrElsewhereDoesNotCount(TestDatabase database) {
        database.execute(NEIGHBOURS);
        assertThat(unchanged(
                        database,
                        fingerprints -> fingerprints.definition(named("parted"), List.of("ours", "own \"too\"")),
                        "INSERT INTO public.parted VALUES (1, '2024-01-05'), (2, '2024-01-06')",
                        "ANALYZE",
                        "UPDATE pg_attribute SET attoptions = '{pg_attver=7}' WHERE attrelid = 'public.parted'::regclass",
                        "VACUUM FULL public.parted",
                        "REFRESH MATERIALIZED VIEW public.counts",
                        "SELECT nextval('public.numbers')",
                        "GRANT SELECT ON public.rooms TO PUBLIC",
                        "ALTER TABLE public.rooms ADD COLUMN note text",
                        "CREATE TABLE public.years_1 PARTITION OF public.years FOR VALUES FROM (1) TO (9)",
                        "CREATE TRIGGER ours BEFORE UPDATE ON public.parted FOR EACH ROW EXECUTE FUNCTION public.touch()",
                        "CREATE TRIGGER \"own \"\"too\"\"\" AFTER TRUNCATE ON public.parted EXECUTE FUNCTION public.touch()",
                        "TRUNCATE public.parted"))
                .isEmpty();
    }

    @Majors(always = true)
    void filesAreThoseOfTheLeaves(TestDatabase database) {
        database.execute(NEIGHBOURS);
        Function<FingerprintStatements, Sql> files = fingerprints -> fingerprints.files(named("parted"));
        assertThat(unchanged(
                        database,
                        files,
                        "INSERT INTO public.parted VALUES (1, '2024-01-05'), (2, '2024-01-06')",
                        "VACUUM ANALYZE public.parted",
                        "ALTER TABLE public.parted_1 SET (fillfactor = 50)"))
                .isEmpty();
        assertThat(changed(
                        database,
                        files,
                        "TRUNCATE public.parted_1",
                        "VACUUM FULL public.parted_1",
                        "ALTER TABLE public.parted DETACH PARTITION public.parted_1"))
                .isEmpty();
    }

    @Majors(always = true)
    void nothingIsAnEmptyText(TestDatabase database) {
        database.execute("CREATE VIEW public.some_view AS SELECT 1");
        try (CatalogReading reading = CatalogReading.of(database)) {
            assertThat(definition(reading, "missing")).isEmpty();
            assertThat(definition(reading, "some_view")).isEmpty();
        }
    }

    /** Those statements that do not change the fingerprint. */
    private static List<String> changed(
            TestDatabase database, Function<FingerprintStatements, Sql> question, String... ddl) {
        return tried(database, question, false, ddl);
    }

    /** Those statements that change the fingerprint. */
    private static List<String> unchanged(
            TestDatabase database, Function<FingerprintStatements, Sql> question, String... ddl) {
        return tried(database, question, true, ddl);
    }

    private static List<String> tried(
            TestDatabase database, Function<FingerprintStatements, Sql> question, boolean changing, String... ddl) {
        try (CatalogReading reading = CatalogReading.of(database)) {
            return List.of(ddl).stream()
                    .filter(statement -> {
                        String before = ask(reading, question);
                        database.execute(statement);
                        return before.equals(ask(reading, question)) != changing;
                    })
                    .toList();
        }
    }

    private static String definition(CatalogReading reading, String table) {
        return ask(reading, fingerprints -> fingerprints.definition(named(table)));
    }

    private static String ask(CatalogReading reading, Function<FingerprintStatements, Sql> question) {
        Session session = reading.session();
        FingerprintStatements fingerprints = session.dialect().statements(FingerprintStatements.class);
        return String.valueOf(session.query(question.apply(fingerprints)).first());
    }
}
