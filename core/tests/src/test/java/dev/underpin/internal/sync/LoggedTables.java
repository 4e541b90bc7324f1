package dev.underpin.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.dialect.Dialects;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.Server;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Sync;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.testkit.TestDatabase;
import java.util.List;
import java.util.Map;

/** A table of 50 rows whose writes are logged, and another with the same rows. */
public final class LoggedTables {

    private static final QualifiedName SOURCE = QualifiedName.of("public", "source");
    private static final QualifiedName TARGET = QualifiedName.of("public", "target");

    private LoggedTables() {}

    public static void create(TestDatabase database) {
        database.execute("""
                CREATE TABLE public.source (id bigint PRIMARY KEY, text text);
                INSERT INTO public.source SELECT i, 'row ' || i FROM generate_series(1, 50) AS i;
                CREATE TABLE public.target (LIKE public.source INCLUDING ALL);
                INSERT INTO public.target TABLE public.source;
                CREATE TABLE public.log (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id bigint NOT NULL);
                CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF TG_OP <> 'INSERT' THEN INSERT INTO public.log (id) VALUES (OLD.id); END IF;
                  IF TG_OP <> 'DELETE' THEN INSERT INTO public.log (id) VALUES (NEW.id); END IF;
                  RETURN NULL;
                END $$;
                CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON public.source FOR EACH ROW EXECUTE FUNCTION public.note();
                """);
    }

    /** How the second follows the first. */
    public static Sync sync(TestDatabase database) {
        int major = database.server().major();
        Dialect dialect = Dialects.installed()
                .of(new Server(major * 10_000, "" + major, database.queryText("SELECT version()"), Map.of()));
        return new Sync(
                "test",
                SOURCE,
                TARGET,
                List.of(Sql.of("CREATE TEMP TABLE IF NOT EXISTS keys (id bigint) ON COMMIT DELETE ROWS")),
                Sql.of("SELECT count(*) FROM public.log"),
                dialect.sql("""
                        WITH taken AS (
                          DELETE FROM public.log WHERE seq IN (SELECT seq FROM public.log ORDER BY seq LIMIT {0} FOR UPDATE SKIP LOCKED) RETURNING id)
                        INSERT INTO pg_temp.keys SELECT id FROM taken
                        """, new Dialect.Late("n", "bigint")),
                List.of(
                        Sql.of("DELETE FROM public.target WHERE id IN (SELECT id FROM pg_temp.keys)"),
                        Sql.of(
                                "INSERT INTO public.target SELECT * FROM public.source WHERE id IN (SELECT id FROM pg_temp.keys)"),
                        Sql.of("DELETE FROM pg_temp.keys")),
                List.of());
    }

    public static void equal(TestDatabase database, String when) {
        assertThat(database.queryTexts("""
                        SELECT d::text FROM ((TABLE public.source EXCEPT ALL TABLE public.target)
                          UNION ALL (TABLE public.target EXCEPT ALL TABLE public.source)) AS d
                        """)).as(when).isEmpty();
    }
}
