package dev.underpin.matviews;

import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlQuery;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code matviews.create}, as a plan configures it. */
@Described("A materialized view: a query whose result is kept, indexed and refreshed.")
public record CreateViewConfig(
        @Described(value = "Its name.", example = "public.session_stats")
        QualifiedName name,

        @Described(
                value = "The query whose result is kept.",
                example = "SELECT user_id, status, count(*) AS sessions FROM public.sessions GROUP BY 1, 2")
        SqlQuery query,

        @Described(
                value = "The columns that tell rows apart; a unique index over them lets the view be refreshed while it"
                        + " is read.",
                example = "[user_id, status]",
                absent = "[]")
        List<Identifier> uniqueKey,

        @Described(
                value = "Further indexes.",
                example = "[ { name: session_stats_status_idx, keys: [ { column: status } ] } ]",
                absent = "[]")
        List<ViewIndex> indexes,

        @Described(
                value = "Who may use it beside its owner; nobody else, whatever the default privileges say.",
                example = "{ select: [authenticated] }",
                absent = "{}")
        ViewGrants grants,

        @Described(value = "Its comment.", example = "Sessions by user and status.")
        Optional<String> comment,

        @Described(value = "How it is kept fresh.", example = "{ mode: concurrent, maxStaleness: 1h }", absent = "{}")
        RefreshPolicy refresh) {

    public CreateViewConfig {
        uniqueKey = List.copyOf(uniqueKey);
        indexes = List.copyOf(indexes);
        Set<Identifier> names = new HashSet<>();
        for (ViewIndex index : indexes) {
            if (!names.add(index.name())) {
                throw new InvalidConfig(
                        "indexes", "there are two indexes named " + index.name(), "Give each a name of its own.");
            }
        }
        if (new HashSet<>(uniqueKey).size() < uniqueKey.size()) {
            throw new InvalidConfig("uniqueKey", "a column is in the key twice", "Name each column once.");
        }
        if (refresh.mode() == RefreshMode.CONCURRENT
                && uniqueKey.isEmpty()
                && indexes.stream().noneMatch(ViewIndex::identifiesRows)) {
            throw new InvalidConfig(
                    "refresh",
                    "a concurrent refresh must tell rows apart, and nothing says how",
                    "Give uniqueKey, or a unique index over columns without a condition.");
        }
    }
}
