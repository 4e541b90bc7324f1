package dev.underpin.postgresql.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.View;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.List;
import org.assertj.core.api.SoftAssertions;

@SideBySide
class ViewsIT {

    private static final String SCHEMA = """
            CREATE TABLE public.messages (id bigint PRIMARY KEY, room_id bigint, body text);
            CREATE VIEW public.recent AS SELECT id, body FROM public.messages;
            CREATE MATERIALIZED VIEW public.counts AS SELECT room_id, count(*) AS n FROM public.messages GROUP BY room_id;
            CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            """;

    private record Change(int since, String view, String ddl, List<String> paths) {}

    private static Change change(String view, String ddl, String... paths) {
        return new Change(14, view, ddl, List.of(paths));
    }

    private static final List<Change> CHANGES = List.of(
            change(
                    "recent",
                    "CREATE OR REPLACE VIEW public.recent AS SELECT id, body FROM public.messages WHERE id > 1",
                    "definition"),
            change(
                    "recent",
                    "CREATE OR REPLACE VIEW public.recent AS SELECT id, body, room_id FROM public.messages",
                    "columns.+room_id",
                    "definition"),
            change("recent", "ALTER VIEW public.recent SET (security_barrier = true)", "options.+security_barrier"),
            change("recent", "ALTER VIEW public.recent SET (check_option = local)", "options.+check_option"),
            new Change(
                    15,
                    "recent",
                    "ALTER VIEW public.recent SET (security_invoker = true)",
                    List.of("options.+security_invoker")),
            change("recent", "ALTER VIEW public.recent ALTER id SET DEFAULT 7", "columns.id.defaultExpression"),
            change("recent", "GRANT SELECT ON public.recent TO PUBLIC", "acl.builtIn", "acl.grants"),
            change(
                    "recent",
                    "GRANT UPDATE (body) ON public.recent TO PUBLIC",
                    "columns.body.acl.builtIn",
                    "columns.body.acl.grants"),
            change(
                    "recent",
                    "ALTER VIEW public.recent OWNER TO pg_monitor",
                    "acl.grants",
                    "columns.body.acl.grants",
                    "owner"),
            change("recent", "COMMENT ON VIEW public.recent IS 'New'", "comment"),
            change("recent", "COMMENT ON COLUMN public.recent.id IS 'Key'", "columns.id.comment"),
            change(
                    "recent",
                    "CREATE TRIGGER touch INSTEAD OF INSERT ON public.recent FOR EACH ROW EXECUTE FUNCTION public.touch()",
                    "triggers.+touch"),
            change("recent", "CREATE RULE quiet AS ON DELETE TO public.recent DO INSTEAD NOTHING", "rules.+quiet"),
            change("counts", "CREATE UNIQUE INDEX counts_key ON public.counts (room_id)", "indexes.+public.counts_key"),
            change(
                    "counts",
                    "ALTER MATERIALIZED VIEW public.counts CLUSTER ON counts_key",
                    "indexes.public.counts_key.clustered"),
            change(
                    "counts",
                    "ALTER MATERIALIZED VIEW public.counts ALTER n SET STATISTICS 300",
                    "columns.n.statisticsTarget"),
            change("counts", "ALTER MATERIALIZED VIEW public.counts SET (fillfactor = 60)", "options.+fillfactor"),
            change(
                    "counts",
                    "CREATE STATISTICS public.counts_stats ON room_id, n FROM public.counts",
                    "statistics.+public.counts_stats"),
            change("counts", "REFRESH MATERIALIZED VIEW public.counts WITH NO DATA", "populated"));

    @Majors(always = true)
    void everyChangeShowsInItsPlaceAndNowhereElse(TestDatabase database) {
        database.execute(SCHEMA);
        SoftAssertions softly = new SoftAssertions();
        try (CatalogReading reading = CatalogReading.of(database)) {
            for (Change change : CHANGES) {
                if (change.since() <= database.server().major()) {
                    View before = reading.view(change.view());
                    database.execute(change.ddl());
                    softly.assertThat(Differences.between(before, reading.view(change.view())))
                            .as(change.ddl())
                            .containsExactlyInAnyOrderElementsOf(change.paths());
                }
            }
        }
        softly.assertAll();
    }

    @Majors(always = true)
    void tellsViewsFromMaterializedOnes(TestDatabase database) {
        database.execute(SCHEMA);
        try (CatalogReading reading = CatalogReading.of(database)) {
            assertThat(reading.view("recent").kind()).isEqualTo(RelationKind.VIEW);
            assertThat(reading.view("counts").materialized()).isTrue();
            assertThat(reading.view("counts").accessMethod()).contains("heap");
            assertThat(reading.now().view(CatalogReading.named("messages"))).isEmpty();
            assertThat(reading.now().table(CatalogReading.named("recent"))).isEmpty();
        }
    }
}
