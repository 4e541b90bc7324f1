package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.ReadPatience;
import dev.underpin.spi.finding.ServerRefusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** Asks the system catalogs, and tells what a refusal means. */
final class Queries {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    /** What {@code pg_get_…} functions say of an object that is gone since the query's snapshot. */
    private static final String INTERNAL_ERROR = "XX000";

    private static final String UNDEFINED_TABLE = "42P01";

    /**
     * The queries name what they join in an order in which each is found by what stands before it. To try all other orders, and to plan
     * anew for other values, takes the server longer than all the rest.
     */
    private static final String PLANNING = """
            SELECT set_config('plan_cache_mode', 'force_generic_plan', true),
                   set_config('join_collapse_limit', '3', true),
                   set_config('from_collapse_limit', '3', true)
            """;

    private static final int ATTEMPTS = 25;

    private final DSLContext session;
    private final ReadPatience patience;
    private boolean atOneMoment;

    Queries(DSLContext session) {
        this(session, ReadPatience.OF_SESSION);
    }

    Queries(DSLContext session, ReadPatience patience) {
        this.session = session;
        this.patience = patience;
    }

    /** Everything that the reading asks for is as of one moment; of a later one, if things vanish from under it. */
    <T> T atOneMoment(Supplier<T> reading) {
        for (int attempt = 1; ; attempt++) {
            try {
                return patience.read(() -> inTransaction(reading));
            } catch (CatalogException failure) {
                if (attempt == ATTEMPTS || !failure.changedMeanwhile()) {
                    throw failure;
                }
            }
        }
    }

    private <T> T inTransaction(Supplier<T> reading) {
        atOneMoment = true;
        try {
            return session.transactionResult(transaction -> {
                session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                session.fetch(PLANNING);
                return reading.get();
            });
        } finally {
            atOneMoment = false;
        }
    }

    /** The rows, whose columns are the record's components in their order; only an {@link Optional} may be missing. */
    <R extends Record> List<R> rows(Class<R> row, String sql, QueryPart... parts) {
        List<R> rows;
        try {
            rows = atOneMoment ? fetched(row, sql, parts) : patience.read(() -> fetched(row, sql, parts));
        } catch (ServerRefusal failure) {
            throw explained(failure);
        }
        Required required = new Required(row);
        rows.forEach(required::check);
        return rows;
    }

    private <R extends Record> List<R> fetched(Class<R> row, String sql, QueryPart... parts) {
        List<Field<?>> columns = Columns.of(row);
        try (Cursor<org.jooq.Record> result =
                session.resultQuery(sql, parts).coerce(columns).fetchLazy()) {
            Columns.require(columns, result.resultSet());
            return result.fetchInto(row);
        }
    }

    <R extends Record> Optional<R> row(Class<R> row, String sql, QueryPart... parts) {
        List<R> rows = rows(row, sql, parts);
        if (rows.size() > 1) {
            throw new IllegalStateException("one row expected, not " + rows.size() + ", of: " + sql);
        }
        return rows.stream().findFirst();
    }

    /** What belongs to each relation, in the query's order. */
    <R extends Record, T> Map<Long, List<T>> grouped(
            Class<R> row, ToLongFunction<R> relation, Function<R, T> model, String sql, QueryPart... parts) {
        Map<Long, List<T>> groups = new HashMap<>();
        for (R each : rows(row, sql, parts)) {
            groups.computeIfAbsent(relation.applyAsLong(each), key -> new ArrayList<>())
                    .add(model.apply(each));
        }
        return groups;
    }

    /** Stands in a query as {@code {n}::oid[]}. */
    static Field<Long[]> oids(Collection<Long> oids) {
        return DSL.val(oids.toArray(Long[]::new));
    }

    private static RuntimeException explained(ServerRefusal failure) {
        return switch (failure.sqlState()) {
            case INSUFFICIENT_PRIVILEGE -> CatalogException.lackingRights(failure.serverMessage(), failure);
            case INTERNAL_ERROR, UNDEFINED_TABLE -> CatalogException.changed(failure.serverMessage(), failure);
            default -> failure;
        };
    }
}
