package dev.underpin.partitioning.checks;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Ddl;
import dev.underpin.partitioning.conversion.PartitionCoverage;
import dev.underpin.partitioning.conversion.UniqueKeys;
import dev.underpin.partitioning.sql.KeyLog;
import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.KeyLogStatements.Replay;
import dev.underpin.partitioning.sql.KeyRegistry;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Partitioning;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.impl.DSL;

/**
 * Whether rows are found by their keys when changes are replayed: each statement is planned on empty stand-ins of both
 * tables, before anything is captured. One that would read whole tables for a few keys never catches up.
 */
final class ReplayTrial {

    private final Conversion conversion;
    private final StepContext context;
    private final Dialect dialect;
    private final StandInStatements standIns;
    private final QualifiedName whole;
    private final QualifiedName divided;
    private final QualifiedName registered;

    ReplayTrial(Conversion conversion, StepContext context) {
        this.conversion = conversion;
        this.context = context;
        this.dialect = context.dialect();
        this.standIns = dialect.statements(StandInStatements.class);
        this.whole = standIns.name("underpin_whole");
        this.divided = standIns.name("underpin_divided");
        this.registered = standIns.name("underpin_registered");
    }

    /** A line of an execution plan. */
    record Line(String text) {}

    List<Finding> findings(PartitionCoverage reach) {
        List<Finding> findings = new ArrayList<>();
        Replay forward = conversion.replays().forwardReplay(reach);
        findings.addAll(planned(
                "forward",
                conversion.objects().forward(),
                forward.between(
                        whole, divided, columns(), forward.registry().map(registry -> registry.in(registered)))));
        findings.addAll(planned(
                "reverse",
                conversion.objects().reverse(),
                conversion.replays().reverseReplay().between(divided, whole, columns(), Optional.empty())));
        return findings.stream().distinct().toList();
    }

    private List<Finding> planned(String direction, KeyLog log, Replay replay) {
        KeyLog standIn = log.parkingIn(standIns.name("underpin_parked"));
        try {
            List<String> plan = context
                    .queryInScratch(
                            "replay:" + direction,
                            setUp(standIn),
                            dialect.statements(KeyLogStatements.class).plan(standIn, replay),
                            Line.class)
                    .stream()
                    .map(Line::text)
                    .toList();
            return dialect
                    .statements(KeyLogStatements.class)
                    .unsearched(plan, List.of(whole, divided, registered))
                    .stream()
                    .limit(1)
                    .map(line -> Finding.error(
                            Codes.KEY_NOT_SEARCHED,
                            "the server would not look up changed rows of " + conversion.table() + " by the index of ("
                                    + String.join(", ", conversion.oldKey()) + "), but read the whole: " + line,
                            "Look at the types of these columns: their index must serve the equality of its own operator"
                                    + " class. Or give the table another primary key."))
                    .toList();
        } catch (ServerRefusal refusal) {
            return List.of(Finding.error(
                    Codes.REPLAY_REFUSED,
                    "the server would refuse to look up changed rows of " + conversion.table() + " by ("
                            + String.join(", ", conversion.oldKey()) + "): " + refusal.serverMessage(),
                    "Look at the types of these columns, and whether you may use them and create temporary tables."));
        }
    }

    /** Those of keys: the server takes an empty table of wide rows for one of very few, which need no key. */
    private List<String> columns() {
        UniqueKeys uniqueKeys = new UniqueKeys(conversion);
        Set<String> names = new LinkedHashSet<>(conversion.oldKey());
        names.add(conversion.column());
        Stream.of(uniqueKeys.ofOld(), uniqueKeys.ofPartitioned())
                .flatMap(Optional::stream)
                .flatMap(settling -> settling.others().stream())
                .forEach(key -> names.addAll(key.columns()));
        return List.copyOf(names);
    }

    private List<Sql> setUp(KeyLog log) {
        List<Column> columns = columns().stream()
                .map(name -> conversion.before().column(name).orElseThrow().given())
                .toList();
        List<Sql> statements = new ArrayList<>();
        statements.add(standIns.table(whole, columns, Optional.empty()));
        statements.add(unique(whole, conversion.oldKey()));
        UniqueKeys uniqueKeys = new UniqueKeys(conversion);
        uniqueKeys
                .ofOld()
                .ifPresent(settling -> settling.others().forEach(key -> statements.add(unique(whole, key.columns()))));
        statements.add(standIns.table(
                divided,
                columns,
                Optional.of(new Partitioning(
                        Partitioning.Strategy.RANGE,
                        dialect.render(DSL.sql("RANGE ({0})", Ddl.name(conversion.column()))),
                        List.of(conversion.column()),
                        List.of()))));
        statements.add(unique(divided, conversion.newKey()));
        uniqueKeys
                .ofPartitioned()
                .ifPresent(settling ->
                        settling.others().forEach(key -> statements.add(unique(divided, key.columns()))));
        statements.add(standIns.partition(standIns.name("underpin_divided_1"), divided, "DEFAULT", Optional.empty()));
        conversion.objects().registry().map(KeyRegistry::key).ifPresent(key -> {
            statements.add(standIns.table(
                    registered,
                    columns.stream()
                            .filter(column -> conversion.oldKey().contains(column.name()))
                            .toList(),
                    Optional.empty()));
            statements.add(unique(registered, conversion.oldKey()));
        });
        statements.addAll(dialect.statements(KeyLogStatements.class).plannable(log));
        return statements;
    }

    private Sql unique(QualifiedName table, List<String> columns) {
        return dialect.sql(
                "CREATE UNIQUE INDEX ON {0} ({1})",
                table, DSL.list(columns.stream().map(Ddl::name).toList()));
    }
}
