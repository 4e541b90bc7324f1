package dev.underpin.indexing;

import dev.underpin.spi.Impact;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.IndexKey;
import dev.underpin.spi.dialect.IndexSpec;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Check.OnMiss;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Scalar;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlExpression;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Builds an index without blocking anybody. On a partitioned table the index is declared on the partitioned tables alone,
 * built partition by partition, and attached from the leaves up; partitions that come or go meanwhile are followed until
 * the tree is complete.
 */
public final class CreateIndex implements Step<CreateIndex.Config, CreateIndex.Memory> {

    static final String GROW = "grow";
    static final String SHRINK = "shrink";

    @Described("An index to be built while its table is read and written.")
    public record Config(
            @Described(value = "The table (partitioned or not) or materialized view.", example = "public.messages")
            QualifiedName table,

            @Described(
                    value = "The index's name, in the table's schema. Partitions' indexes are named after the partition"
                            + " and this.",
                    example = "idx_messages_room_created")
            Identifier name,

            @Described(value = "The index method.", example = "gin", absent = "btree")
            Identifier method,

            @Described(
                    value = "What is indexed, in order.",
                    example = "[ { column: chat_room_id }, { column: created_at, order: desc } ]")
            List<IndexKey> keys,

            @Described(
                    value = "Further columns that the index holds so that a query need not read the table.",
                    example = "[user_id]",
                    absent = "[]")
            List<Identifier> include,

            @Described(value = "Whether equal keys are refused.", example = "true", absent = "false")
            boolean unique,

            @Described(
                    value = "Whether a unique index takes NULLs as equal to each other.",
                    example = "true",
                    absent = "false")
            boolean nullsNotDistinct,

            @Described(
                    value = "The condition of the rows that are indexed; default: all rows.",
                    example = "deleted_at IS NULL")
            Optional<SqlExpression> where,

            @Described(value = "Storage parameters of the index.", example = "{ fillfactor: 70 }", absent = "{}")
            Map<String, Scalar> with,

            @Described(
                    value = "How long a build may wait for transactions that began before it; default: as long as they"
                            + " take.",
                    example = "2h")
            Optional<Duration> maxWait,

            @Described(
                    value = "Whether statistics are collected afterwards; default: if the index has expressions, about"
                            + " which nothing is known until then.",
                    example = "true")
            Optional<Boolean> analyze,

            @Described(value = "How many partitions' indexes are built at a time.", example = "1", absent = "2")
            int workers) {

        private static final int MOST_WORKERS = 32;

        public Config {
            keys = List.copyOf(keys);
            include = List.copyOf(include);
            with = Map.copyOf(with);
            if (keys.isEmpty()) {
                throw new InvalidConfig("keys", "an index needs at least one key", "Name a column or an expression.");
            }
            if (nullsNotDistinct && !unique) {
                throw new InvalidConfig(
                        "nullsNotDistinct",
                        "only a unique index compares NULLs",
                        "Set unique: true, or take nullsNotDistinct away.");
            }
            if (maxWait.filter(wait -> wait.isZero() || wait.isNegative()).isPresent()) {
                throw new InvalidConfig("maxWait", "a build waits for a while at least", "Give a time above zero.");
            }
            if (workers < 1 || workers > MOST_WORKERS) {
                throw new InvalidConfig(
                        "workers", workers + " builds at a time make no sense", "Give 1 to " + MOST_WORKERS + ".");
            }
        }

        IndexSpec spec() {
            SortedMap<String, String> options = new TreeMap<>();
            with.forEach((name, value) -> options.put(name, value.text()));
            return new IndexSpec(method, keys, include, unique, nullsNotDistinct, where, options);
        }

        boolean analyzes() {
            return analyze.orElseGet(() -> spec().hasExpressions());
        }
    }

    /**
     * The state before.
     *
     * @param already an index that does the same and is complete
     * @param expected what shall be there afterwards, on the tables of that moment, parents before children
     */
    public record Memory(CanonicalIndex canonical, Optional<QualifiedName> already, List<Expected> expected) {
        public Memory {
            expected = List.copyOf(expected);
        }
    }

    /**
     * An index of the tree.
     *
     * @param parent the index that it is attached to
     * @param existed it was there before, not attached
     */
    public record Expected(TableIndex place, Optional<QualifiedName> parent, String definition, boolean existed) {}

    @Inject
    public CreateIndex() {}

    @Override
    public Inspection precheck(Config config, StepContext context) {
        return new IndexPrecheck(config, context).inspect();
    }

    @Override
    public Memory remember(Config config, StepContext context) {
        List<IndexedRelation> hosts = IndexedRelation.of(config.table(), context.catalog());
        CanonicalIndex canonical = Canonical.of(config.spec(), hosts.get(0), context);
        IndexTree tree = tree(hosts, config, canonical, context);
        Optional<QualifiedName> already = EquivalentIndex.complete(tree.root(), canonical);
        return new Memory(
                canonical, already, already.isPresent() ? List.of() : Expectations.of(tree, canonical, context));
    }

    private static IndexTree tree(
            List<IndexedRelation> hosts, Config config, CanonicalIndex canonical, StepContext context) {
        return IndexTree.of(hosts, config.name(), canonical, context.catalog(), context.names());
    }

    @Override
    public Program apply(Config config, Memory memory, StepContext context) {
        if (memory.already().isPresent()) {
            return new Program(
                    List.of(),
                    List.of(EquivalentIndex.note(config, memory.already().get())));
        }
        List<IndexedRelation> hosts = IndexedRelation.of(config.table(), context.catalog());
        if (hosts.get(0).partitioned()) {
            return new Program(
                    List.of(Converge.of(GROW, "Build index " + config.name() + " on the tree of " + config.table())),
                    List.of());
        }
        return Program.of(new BuildPhase(config, memory, context).single(hosts.get(0)));
    }

    @Override
    public Program phase(String phase, Config config, Memory memory, StepContext context) {
        List<IndexedRelation> hosts = IndexedRelation.of(config.table(), context.catalog());
        if (hosts.isEmpty()) {
            return Program.EMPTY;
        }
        IndexTree tree = tree(hosts, config, memory.canonical(), context);
        return switch (phase) {
            case GROW -> new BuildPhase(config, memory, context).round(tree);
            case SHRINK -> new DropPhase(memory, context).round(tree);
            default -> throw new IllegalArgumentException("unknown phase " + phase);
        };
    }

    @Override
    public Optional<Catalog> predict(Config config, Memory memory, Catalog before) {
        return Optional.of(Expectations.predict(memory, before));
    }

    @Override
    public Impact impact(Config config, Memory memory, StepContext context) {
        return memory.already()
                .map(same -> Impact.of(same + " does already what " + config.name() + " would"))
                .orElseGet(() -> Impact.of(config.table() + " gets the index " + config.name()
                                + (config.unique() ? ", which refuses equal keys" : ""))
                        .storingSomething());
    }

    @Override
    public List<Check> verify(Config config, Memory memory, StepContext context) {
        IndexStatements indexes = context.dialect().statements(IndexStatements.class);
        QualifiedName index = memory.already()
                .orElseGet(() -> config.table().sibling(config.name().name()));
        TableIndex place = new TableIndex(config.table(), index);
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                "valid:" + index,
                "Index " + index + " is valid and what the plan asks for",
                new Question.Rows(indexes.probeBuilt(place, memory.canonical()), Expect.value("DONE")),
                OnMiss.FAIL,
                Codes.NOT_AS_ASKED,
                "Look at the index with \\d " + index + "; somebody has changed or dropped it."));
        if (context.catalog()
                .table(config.table())
                .filter(table -> table.partitioned())
                .isPresent()) {
            checks.add(new Check(
                    "complete:" + index,
                    "Every partition of " + config.table() + " has its part of index " + index,
                    new Question.Rows(indexes.incomplete(place), Expect.none()),
                    OnMiss.FAIL,
                    Codes.PARTITION_WITHOUT,
                    "Apply the step again; partitions were added without the index."));
        }
        return checks;
    }
}
