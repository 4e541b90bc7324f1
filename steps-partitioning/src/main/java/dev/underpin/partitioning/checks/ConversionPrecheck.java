package dev.underpin.partitioning.checks;

import dev.underpin.partitioning.config.ConvertTableConfig;
import dev.underpin.partitioning.config.RangeBy;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Ddl;
import dev.underpin.partitioning.conversion.MemoryReader;
import dev.underpin.partitioning.conversion.PartitionCoverage;
import dev.underpin.partitioning.conversion.Period;
import dev.underpin.partitioning.structure.Orphans;
import dev.underpin.partitioning.structure.RetiredRights;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.require.Requirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a conversion can be begun: everything that would stop it later is found here, before the first change. */
public final class ConversionPrecheck {

    private final ConvertTableConfig config;
    private final StepContext context;

    public ConversionPrecheck(ConvertTableConfig config, StepContext context) {
        this.config = config;
        this.context = context;
    }

    public Inspection inspect() {
        List<Finding> findings = new ArrayList<>();
        Optional<Table> table = context.catalog().table(config.table());
        findings.addAll(Requirements.exists(config.table(), RelationKind.TABLE, RelationKind.PARTITIONED_TABLE)
                .unmet(context));
        if (table.isEmpty() || !findings.isEmpty()) {
            return Inspection.of(findings);
        }
        findings.addAll(new TableKind(table.get()).findings());
        if (config.range().isEmpty()) {
            return Inspection.of(findings);
        }
        Conversion conversion = Conversion.of(config, table.get(), context);
        findings.addAll(Requirements.uses(conversion.table().schema()).unmet(context));
        findings.addAll(new KeyRules(conversion, context).findings());
        if (new Inspection(findings, List.of()).refuses()) {
            return Inspection.of(findings);
        }
        findings.addAll(new CarryOver(conversion, context).findings());
        findings.addAll(new UsesOfTable(conversion, context).findings());
        findings.addAll(new Rights(conversion, context).findings());
        findings.addAll(new RetiredRights(conversion, MemoryReader.privileges(conversion, context)).findings(context));
        if (!new Inspection(findings, List.of()).refuses()) {
            findings.addAll(places(conversion));
        }
        return new Inspection(findings, checks(conversion));
    }

    private List<Finding> places(Conversion conversion) {
        try {
            List<Period> periods = MemoryReader.periods(conversion, context);
            List<Finding> findings = new ArrayList<>(
                    new NameRules(conversion, context, conversion.partitions().leaves(periods)).findings());
            int leaves = conversion.partitions().leaves(periods).size();
            findings.addAll(new ReplayTrial(conversion, context).findings(new PartitionCoverage(conversion, periods)));
            findings.addAll(new SwapDurationTrial(conversion, context).findings(leaves));
            findings.addAll(new LockTableCapacity(conversion, context).findings(leaves));
            if (conversion.range().otherwise() != RangeBy.Otherwise.PARTITION) {
                findings.add(ends(conversion, periods.get(periods.size() - 1)));
            }
            return findings;
        } catch (RefusedException refused) {
            return List.of(refused.finding());
        }
    }

    /** Nothing in a plan makes partitions yet once the conversion is over. */
    private static Finding ends(Conversion conversion, Period last) {
        return Finding.warning(
                Codes.NO_MAINTENANCE,
                "the partitions of " + conversion.table() + " end at "
                        + conversion.timeKey().print(last.to())
                        + ", and nothing in this plan makes further ones: rows beyond are refused then",
                "See to it that partitions are made in time, raise range.ahead, or let default: partition take such rows.");
    }

    private List<Check> checks(Conversion conversion) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                "unyielding",
                "No prepared transaction and no vacuum against wraparound holds " + conversion.table(),
                new Question.Rows(
                        context.dialect().statements(DefinitionStatements.class).nonYieldingHolders(conversion.table()),
                        Expect.none()),
                Check.OnMiss.WARN,
                Codes.UNYIELDING,
                "End prepared transactions (COMMIT PREPARED, ROLLBACK PREPARED), let a vacuum against wraparound finish;"
                        + " or raise maxLockWait."));
        if (!proven(conversion)) {
            checks.add(noNulls(conversion));
        }
        checks.addAll(
                new Orphans(conversion, context)
                        .none(
                                "Delete these rows, or add the ones that they refer to: the foreign key is proven anew on the partitions."));
        boolean bounded = conversion.range().from().time().isPresent()
                || conversion.range().until().time().isPresent();
        if (bounded) {
            checks.add(
                    new Check(
                            "no-outside",
                            "Every row of " + conversion.table() + " lies in the range of the partitions",
                            new Question.Rows(
                                    conversion.asOwner(context.dialect()
                                            .sql(
                                                    "SELECT {0}, {1} FROM ONLY {2} WHERE {1} IS NOT NULL AND {3} LIMIT 20",
                                                    org.jooq.impl.DSL.list(conversion.oldKey().stream()
                                                            .map(Ddl::name)
                                                            .toList()),
                                                    Ddl.name(conversion.column()),
                                                    conversion.table(),
                                                    new PartitionCoverage(
                                                                    conversion,
                                                                    MemoryReader.periods(conversion, context))
                                                            .falls())),
                                    Expect.none()),
                            Check.OnMiss.FAIL,
                            Codes.OUTSIDE,
                            "Widen range.from and range.until, use before: MINVALUE or default: partition, or correct the rows."));
        }
        return checks;
    }

    /** Whether the server itself keeps the column free of NULLs, those of before included. */
    private static boolean proven(Conversion conversion) {
        return conversion
                        .before()
                        .column(conversion.column())
                        .filter(Column::notNull)
                        .isPresent()
                && conversion.before().constraints().stream()
                        .filter(one -> one.kind() == Constraint.Kind.NOT_NULL)
                        .filter(one -> one.columns().contains(conversion.column()))
                        .allMatch(Constraint::validated);
    }

    private Check noNulls(Conversion conversion) {
        return new Check(
                "no-null",
                "Every row of " + conversion.table() + " has a value in " + conversion.column(),
                new Question.Rows(
                        conversion.asOwner(context.dialect()
                                .sql(
                                        "SELECT {0} FROM ONLY {1} WHERE {2} IS NULL LIMIT 20",
                                        org.jooq.impl.DSL.list(conversion.oldKey().stream()
                                                .map(Ddl::name)
                                                .toList()),
                                        conversion.table(),
                                        Ddl.name(conversion.column()))),
                        Expect.none()),
                Check.OnMiss.FAIL,
                Codes.NULL_KEYS,
                "Fill in " + conversion.column() + " in these rows: without it no partition holds them.");
    }
}
