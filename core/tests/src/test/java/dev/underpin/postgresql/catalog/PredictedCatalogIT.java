package dev.underpin.postgresql.catalog;

import static dev.underpin.postgresql.catalog.CatalogReading.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Dependent;
import dev.underpin.spi.catalog.Extent;
import dev.underpin.spi.catalog.Partitioning;
import dev.underpin.spi.catalog.Partitioning.Partition;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.View;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@PostgresTest
@SideBySide
class PredictedCatalogIT {

    private TestDatabase database;
    private CatalogReading reading;
    private Catalog base;

    @BeforeEach
    void read(TestDatabase fresh) {
        database = fresh;
        fresh.execute("""
                CREATE TABLE public.messages (id bigserial PRIMARY KEY, at date NOT NULL);
                CREATE INDEX messages_at ON public.messages (at);
                CREATE TABLE public.refers (message bigint);
                CREATE VIEW public.recent AS SELECT * FROM public.messages;
                CREATE TABLE public.parted (at date) PARTITION BY RANGE (at);
                CREATE TABLE public.parted_1 PARTITION OF public.parted FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
                INSERT INTO public.messages (at) SELECT '2024-01-01' FROM generate_series(1, 100);
                ANALYZE public.messages;
                """);
        reading = CatalogReading.of(fresh);
        base = reading.now();
    }

    @AfterEach
    void close() {
        reading.close();
    }

    @Test
    void showsWhatIsPredictedAndTheRestAsItIs() {
        Table messages = base.table(named("messages")).orElseThrow();
        Catalog predicted = base.with(List.of(messages.withIndexes(List.of())), List.of(), List.of());

        assertThat(predicted.table(named("messages")).orElseThrow().indexes()).isEmpty();
        assertThat(predicted.kind(named("messages_at"))).isEmpty();
        assertThat(predicted.kind(named("messages"))).contains(RelationKind.TABLE);
        assertThat(predicted.table(named("parted"))).isEqualTo(base.table(named("parted")));
        assertThat(predicted.view(named("recent"))).isPresent();
        assertThat(predicted.principal()).isEqualTo(base.principal());
        assertThat(base.table(named("messages"))).contains(messages);
        assertThat(base.kind(named("messages_at"))).contains(RelationKind.INDEX);
    }

    @Test
    void foreignKeysOfPredictedTablesDependOnWhatTheyReferTo() {
        Table refers = base.table(named("refers")).orElseThrow();
        Constraint key = Constraint.proven(
                        "refers_to",
                        Constraint.Kind.FOREIGN_KEY,
                        "FOREIGN KEY (message) REFERENCES public.messages(id)",
                        List.of("message"),
                        true)
                .but(foreign -> foreign.references(Optional.of(named("messages")))
                        .referencedColumns(List.of("id"))
                        .equality(List.of("OPERATOR(pg_catalog.=)")));
        Catalog predicted =
                base.with(List.of(refers.but(draft -> draft.constraints(List.of(key)))), List.of(), List.of());

        assertThat(predicted.dependents(named("messages"))).isNotEqualTo(base.dependents(named("messages")));
        database.execute(
                "ALTER TABLE refers ADD CONSTRAINT refers_to FOREIGN KEY (message) REFERENCES public.messages(id)");
        Catalog read = reading.now();
        assertThat(predicted.dependents(named("messages"))).isEqualTo(read.dependents(named("messages")));
        assertThat(predicted.table(named("refers"))).isEqualTo(read.table(named("refers")));
    }

    @Test
    void hidesWhatIsRemoved() {
        Catalog predicted =
                base.with(List.of(), List.of(), List.of(named("recent"), named("messages_id_seq"), named("messages")));

        assertThat(predicted.view(named("recent"))).isEmpty();
        assertThat(predicted.kind(named("recent"))).isEmpty();
        assertThat(predicted.sequence(named("messages_id_seq"))).isEmpty();
        assertThat(predicted.table(named("messages"))).isEmpty();
        assertThat(predicted.tree(named("messages"))).isEmpty();
        assertThat(predicted.kind(named("messages_at"))).isEmpty();
        assertThat(predicted.dependents(named("messages"))).isEmpty();
        assertThat(predicted.sequencesOf(named("messages"))).isEmpty();
        assertThatThrownBy(() -> predicted.extent(named("messages"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRenamedTableLeavesItsNameToAnother() {
        Table messages = base.table(named("messages")).orElseThrow();
        Table retired =
                messages.but(draft -> draft.name(named("messages_retired")).indexes(List.of()));
        Table converted = messages.but(draft -> draft.kind(RelationKind.PARTITIONED_TABLE)
                .partitioning(Optional.of(new Partitioning(
                        Partitioning.Strategy.RANGE,
                        "RANGE (at)",
                        List.of("at"),
                        List.of(new Partition(named("messages_1"), "DEFAULT", false))))));
        Table leaf = messages.but(draft -> draft.name(named("messages_1")).indexes(List.of()));
        Catalog predicted = base.with(List.of(retired, converted, leaf), List.of(), List.of());

        assertThat(predicted.tree(named("messages"))).containsExactly(converted, leaf);
        assertThat(predicted.kind(named("messages"))).contains(RelationKind.PARTITIONED_TABLE);
        assertThat(predicted.kind(named("messages_at"))).contains(RelationKind.PARTITIONED_INDEX);
        assertThat(predicted.table(named("messages_retired"))).contains(retired);
        assertThat(predicted.dependents(named("messages")))
                .extracting(Dependent::name)
                .containsExactly(named("recent"));
        assertThat(predicted.extent(named("messages")).rows()).isEqualTo(100);
        assertThat(predicted.extent(named("messages_1"))).isEqualTo(new Extent(-1, 0, 0));
        assertThat(predicted.sequencesOf(named("messages"))).hasSize(1);
    }

    @Test
    void treesFollowWhatIsPredicted() {
        Table parted = base.table(named("parted")).orElseThrow();
        List<Partition> partitions =
                new ArrayList<>(parted.partitioning().orElseThrow().partitions());
        partitions.add(new Partition(named("parted_0"), "DEFAULT", false));
        Table grown = parted.but(draft -> draft.partitioning(
                Optional.of(new Partitioning(Partitioning.Strategy.RANGE, "RANGE (at)", List.of("at"), partitions))));
        Table leaf = base.table(named("parted_1")).orElseThrow().but(draft -> draft.name(named("parted_0")));
        Catalog predicted = base.with(List.of(grown, leaf), List.of(), List.of());

        assertThat(predicted.tree(named("parted")))
                .extracting(Table::name)
                .containsExactly(named("parted"), named("parted_0"), named("parted_1"));
        assertThat(base.tree(named("parted"))).hasSize(2);
    }

    @Test
    void predictionsBuildOnEachOther() {
        View recent = base.view(named("recent")).orElseThrow();
        View other = new View(
                named("other"),
                RelationKind.MATERIALIZED_VIEW,
                recent.owner(),
                recent.definition(),
                recent.options(),
                recent.accessMethod(),
                recent.columns(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                recent.acl(),
                Optional.empty(),
                List.of(),
                true,
                Optional.empty(),
                Optional.empty());
        Catalog first = base.with(List.of(), List.of(other), List.of(named("recent")));
        Catalog second = first.with(List.of(), List.of(recent), List.of(named("other")));

        assertThat(first.view(named("other"))).contains(other);
        assertThat(first.kind(named("other"))).contains(RelationKind.MATERIALIZED_VIEW);
        assertThat(second.view(named("other"))).isEmpty();
        assertThat(second.view(named("recent"))).contains(recent);
        assertThat(first.view(named("recent"))).isEmpty();
    }
}
