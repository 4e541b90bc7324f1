package dev.underpin.postgresql.catalog;

import static dev.underpin.postgresql.catalog.CatalogReading.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Extent;
import dev.underpin.spi.catalog.Partitioning;
import dev.underpin.spi.catalog.Partitioning.Partition;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jooq.ExecuteListener;
import org.junit.jupiter.api.BeforeEach;

@SideBySide
class TreesIT {

    private static final String SCHEMA = """
            CREATE TABLE public.events (id bigint NOT NULL, at timestamptz NOT NULL, kind text) PARTITION BY RANGE (at);
            CREATE INDEX events_kind ON public.events (kind);
            CREATE TABLE public.events_new PARTITION OF public.events
                FOR VALUES FROM ('2024-06-01 00:00:00+02') TO (MAXVALUE) PARTITION BY LIST (lower(kind));
            CREATE TABLE public.events_new_a PARTITION OF public.events_new FOR VALUES IN ('a', 'b');
            CREATE TABLE public.events_new_rest PARTITION OF public.events_new DEFAULT;
            CREATE TABLE public.events_a PARTITION OF public.events FOR VALUES FROM (MINVALUE) TO ('2024-06-01 00:00:00+02');
            """;

    @BeforeEach
    void create(TestDatabase database) {
        database.execute(SCHEMA);
    }

    @Majors(always = true)
    void parentsComeBeforeChildren(TestDatabase database) {
        try (CatalogReading reading = CatalogReading.of(database)) {
            assertThat(reading.now().tree(named("events")))
                    .extracting(Table::name)
                    .containsExactly(
                            named("events"),
                            named("events_a"),
                            named("events_new"),
                            named("events_new_a"),
                            named("events_new_rest"));
            assertThat(reading.now().tree(named("events_new"))).hasSize(3);
            assertThat(reading.now().tree(named("events_a"))).hasSize(1);
            assertThat(reading.now().tree(named("missing"))).isEmpty();
        }
    }

    @Majors(always = true)
    void boundsAreInUtcAndKeysAreRead(TestDatabase database) {
        try (CatalogReading reading = CatalogReading.of(database)) {
            Partitioning events = reading.table("events").partitioning().orElseThrow();
            Partitioning inner = reading.table("events_new").partitioning().orElseThrow();

            assertThat(events.strategy()).isEqualTo(Partitioning.Strategy.RANGE);
            assertThat(events.key()).isEqualTo("RANGE (at)");
            assertThat(events.columns()).containsExactly("at");
            assertThat(events.partitions())
                    .containsExactly(
                            new Partition(
                                    named("events_a"),
                                    "FOR VALUES FROM (MINVALUE) TO ('2024-05-31 22:00:00+00')",
                                    false),
                            new Partition(
                                    named("events_new"),
                                    "FOR VALUES FROM ('2024-05-31 22:00:00+00') TO (MAXVALUE)",
                                    false));
            assertThat(inner.key()).isEqualTo("LIST (lower(kind))");
            assertThat(inner.columns()).isEmpty();
            assertThat(inner.partitions())
                    .extracting(Partition::bound)
                    .containsExactly("FOR VALUES IN ('a', 'b')", "DEFAULT");
            assertThat(reading.table("events_new_a").partitionOf().orElseThrow().parent())
                    .isEqualTo(named("events_new"));
        }
    }

    @Majors(always = true)
    void indexesKnowTheirParents(TestDatabase database) {
        try (CatalogReading reading = CatalogReading.of(database)) {
            assertThat(reading.table("events")
                            .index("events_kind")
                            .orElseThrow()
                            .parent())
                    .isEmpty();
            assertThat(reading.table("events")
                            .index("events_kind")
                            .orElseThrow()
                            .shape())
                    .isEqualTo("btree (kind)");
            assertThat(reading.table("events_a")
                            .index("events_a_kind_idx")
                            .orElseThrow()
                            .parent())
                    .contains(named("events_kind"));
            assertThat(reading.table("events_a")
                            .index("events_a_kind_idx")
                            .orElseThrow()
                            .shape())
                    .isEqualTo("btree (kind)");
        }
    }

    @Majors(always = true)
    void anInterruptedDetachIsSeen(TestDatabase database) {
        database.execute("SET allow_system_table_mods = on;"
                + " UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'public.events_a'::regclass");
        try (CatalogReading reading = CatalogReading.of(database)) {
            assertThat(reading.table("events").partitioning().orElseThrow().partitions())
                    .extracting(Partition::detachPending)
                    .containsExactly(true, false);
            assertThat(reading.table("events_a").partitionOf().orElseThrow().detachPending())
                    .isTrue();
        }
    }

    @Majors(always = true)
    void aTreeTakesAsManyQueriesAsATable(TestDatabase database) {
        try (CatalogReading reading = CatalogReading.of(database)) {
            AtomicInteger one = new AtomicInteger();
            AtomicInteger five = new AtomicInteger();

            counted(reading, one).tree(named("events_a"));
            counted(reading, five).tree(named("events"));

            assertThat(five).hasValue(one.get()).hasValueLessThan(16);
        }
    }

    @Majors(always = true)
    void aTreeIsReadAsOfOneMoment(TestDatabase database) throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        try (CatalogReading reading = CatalogReading.of(database);
                TestSession session = database.session()) {
            CompletableFuture<Void> others = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    session.execute("CREATE TABLE public.events_b PARTITION OF public.events_new FOR VALUES IN ('c')");
                    session.execute("CREATE INDEX events_b_id ON public.events_b (id)");
                    session.execute("ALTER TABLE public.events_b ADD CONSTRAINT positive CHECK (id > 0)");
                    session.execute("DROP TABLE public.events_b");
                    rounds.incrementAndGet();
                }
            });
            try {
                while (rounds.get() < 20 && !others.isDone()) {
                    assertWhole(reading.now().tree(named("events")));
                }
            } finally {
                enough.set(true);
                others.get(1, TimeUnit.MINUTES);
            }
        }
    }

    /** Each partition that a table names is there, and knows its parent. */
    private static void assertWhole(List<Table> tree) {
        Map<QualifiedName, Table> tables = tree.stream().collect(Collectors.toMap(Table::name, table -> table));
        Set<QualifiedName> named = tree.stream()
                .flatMap(table -> table.partitioning().stream())
                .flatMap(partitioning -> partitioning.partitions().stream())
                .map(Partition::name)
                .collect(Collectors.toSet());
        assertThat(tables.keySet()).containsAll(named).hasSize(named.size() + 1);
        assertThat(tree.subList(1, tree.size()))
                .allSatisfy(table -> assertThat(table.partitionOf()).isPresent());
    }

    @Majors(always = true)
    void whatWasReadOnceStaysAsItWas(TestDatabase database) {
        try (CatalogReading reading = CatalogReading.of(database)) {
            Catalog catalog = reading.now();
            Table before = catalog.table(named("events_a")).orElseThrow();
            database.execute("COMMENT ON TABLE public.events_a IS 'New'; CREATE TABLE public.late (id int)");

            assertThat(catalog.tree(named("events")).get(1)).isSameAs(before);
            assertThat(catalog.table(named("events_a"))).containsSame(before);
            assertThat(reading.now().table(named("events_a")).orElseThrow().comment())
                    .contains("New");
        }
    }

    @Majors(always = true)
    void extentsOfTreesAreSums(TestDatabase database) {
        for (String leaf : List.of("events_a", "events_new_a", "events_new_rest")) {
            database.execute("ALTER TABLE public." + leaf + " SET (autovacuum_enabled = off)");
        }
        database.execute("INSERT INTO public.events SELECT i, '2020-01-01', 'x' FROM generate_series(1, 1000) i;"
                + " INSERT INTO public.events SELECT i, '2025-01-01', 'a' FROM generate_series(1, 500) i");
        try (CatalogReading reading = CatalogReading.of(database)) {
            assertThat(reading.now().extent(named("events")).rows()).isEqualTo(-1);
            database.execute("ANALYZE public.events");

            Extent whole = reading.now().extent(named("events"));
            Extent a = reading.now().extent(named("events_a"));
            Extent inner = reading.now().extent(named("events_new"));
            assertThat(whole.rows()).isEqualTo(1500);
            assertThat(a.rows()).isEqualTo(1000);
            assertThat(whole.pages()).isEqualTo(a.pages() + inner.pages()).isPositive();
            assertThat(whole.bytes()).isEqualTo(a.bytes() + inner.bytes()).isGreaterThan(whole.pages() * 8192);
            assertThatThrownBy(() -> reading.now().extent(named("missing")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private Catalog counted(CatalogReading reading, AtomicInteger queries) {
        ExecuteListener counter = ExecuteListener.onStart(context -> queries.incrementAndGet());
        return reading.now(
                reading.session().dsl().configuration().derive(counter).dsl());
    }
}
