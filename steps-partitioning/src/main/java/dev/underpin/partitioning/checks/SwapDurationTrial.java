package dev.underpin.partitioning.checks;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Ddl;
import dev.underpin.partitioning.sql.OwnTriggerStatements;
import dev.underpin.partitioning.structure.ForeignKeys;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import org.jooq.impl.DSL;

/**
 * How long a swap would hold its locks for what it does to each partition: foreign keys and triggers. Tried on a few temporary
 * partitions, from here, so that the way to the server counts as well.
 */
final class SwapDurationTrial {

    /** Fewer partitions take no time that matters. */
    private static final int FEW = 20;

    private static final int TRIED = 4;

    /** With so many partitions, one more foreign key takes twice as long: the server keeps all of them for the other table. */
    private static final double TWICE_AS_SLOW = 700;

    /** To declare a key on the table over those of its partitions takes so many times as long as to add these. */
    private static final double DECLARING = 2;

    private final Conversion conversion;
    private final StepContext context;
    private final Dialect dialect;
    private final StandInStatements standIns;
    private final QualifiedName clock;
    private final QualifiedName divided;

    SwapDurationTrial(Conversion conversion, StepContext context) {
        this.conversion = conversion;
        this.context = context;
        this.dialect = context.dialect();
        this.standIns = dialect.statements(StandInStatements.class);
        this.clock = standIns.name("underpin_clock");
        this.divided = standIns.name("underpin_pace");
    }

    /** Microseconds for {@link #TRIED} partitions. */
    record Took(String what, long micros) {}

    List<Finding> findings(int leaves) {
        if (leaves < FEW) {
            return List.of();
        }
        int keys = new ForeignKeys(conversion).all().size();
        long triggers = triggers(conversion);
        List<Took> took = context.queryInScratch("swap-pace", setUp(), elapsed(), Took.class);
        double key = leaves * least(took, "key") * (1 + leaves / TWICE_AS_SLOW);
        double millis =
                Math.max(keys * key + triggers * leaves * least(took, "trigger"), keys == 0 ? 0 : key * DECLARING);
        long allowed = context.settings().lockTimeout().toMillis();
        if (millis <= allowed / 2.0) {
            return List.of();
        }
        String what = "writers of " + conversion.table() + " would be kept out for about " + Math.round(millis)
                + " ms at a time: it gets "
                + leaves + " partitions, each with " + keys + " foreign keys and " + triggers
                + " triggers of rows to be made; settings.lockTimeout allows " + allowed + " ms";
        String remedy =
                "Choose a longer range.interval; raise settings.lockTimeout, if applications may wait so long; or drop"
                        + " foreign keys before the conversion and add them after it.";
        return List.of(
                millis > 2.0 * allowed
                        ? Finding.error(Codes.SWAP_TOO_LONG, what, remedy)
                        : Finding.warning(Codes.SWAP_TOO_LONG, what, remedy));
    }

    /** Of rows, so that each partition has one of its own. */
    static long triggers(Conversion conversion) {
        return 1
                + (conversion.objects().registry().isPresent() ? 2 : 0)
                + conversion.before().triggers().stream()
                        .filter(Trigger::forEachRow)
                        .count();
    }

    /** In milliseconds for one partition. */
    private static double least(List<Took> took, String what) {
        return took.stream()
                        .filter(each -> each.what().equals(what))
                        .mapToLong(Took::micros)
                        .min()
                        .orElse(0)
                / 1000.0
                / TRIED;
    }

    private List<Sql> setUp() {
        QualifiedName referenced = standIns.name("underpin_referenced");
        List<Sql> statements = new ArrayList<>();
        statements.add(dialect.sql("CREATE TEMPORARY TABLE {0} (id int PRIMARY KEY)", referenced));
        statements.add(dialect.sql("CREATE TEMPORARY TABLE {0} (id int, at int) PARTITION BY RANGE (at)", divided));
        for (int i = 0; i < TRIED; i++) {
            statements.add(dialect.sql(
                    "CREATE TEMPORARY TABLE {0} PARTITION OF {1} FOR VALUES FROM ({2}) TO ({3})",
                    part(i), divided, DSL.inline(i), DSL.inline(i + 1)));
        }
        statements.add(dialect.sql(
                "CREATE TEMPORARY TABLE {0} (round int, what text, at timestamptz DEFAULT clock_timestamp())", clock));
        for (int round = 0; round < 2; round++) {
            statements.add(tick(round, "begin"));
            for (int i = 0; i < TRIED; i++) {
                statements.add(dialect.sql(
                        "ALTER TABLE {0} ADD FOREIGN KEY (id) REFERENCES {1} NOT VALID", part(i), referenced));
            }
            statements.add(tick(round, "key"));
            String trigger = "underpin_pace_" + round;
            statements.add(dialect.statements(OwnTriggerStatements.class).createIdle(trigger, divided));
            statements.add(dialect.sql("ALTER TABLE {0} ENABLE ALWAYS TRIGGER {1}", divided, Ddl.name(trigger)));
            statements.add(tick(round, "trigger"));
        }
        return statements;
    }

    private QualifiedName part(int number) {
        return standIns.name("underpin_pace_" + number);
    }

    private Sql tick(int round, String what) {
        return dialect.sql(
                "INSERT INTO {0} (round, what) VALUES ({1}, {2})", clock, DSL.inline(round), DSL.inline(what));
    }

    private Sql elapsed() {
        return dialect.sql(
                "SELECT t.what, t.micros FROM (SELECT c.what, CAST(extract(epoch FROM c.at - lag(c.at) OVER (PARTITION BY c.round"
                        + " ORDER BY c.at)) * 1000000 AS bigint) AS micros FROM {0} AS c) AS t WHERE t.micros IS NOT NULL",
                clock);
    }
}
