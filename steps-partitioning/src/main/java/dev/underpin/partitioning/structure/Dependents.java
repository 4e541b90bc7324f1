package dev.underpin.partitioning.structure;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.SwapStamp;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Dependent;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.dialect.DefinitionStatements.Direct;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/**
 * What is bound to a table itself, by identity. Views go over to the new table; whatever else there is would stay with
 * the old one, and is refused.
 *
 * @param views in an order of names
 * @param stamp changes when any of it does, or the table
 */
public record Dependents(Conversion conversion, List<Direct> all, List<View> views, SwapStamp stamp) {

    public static Dependents of(Conversion conversion, StepContext context) {
        DefinitionStatements definitions = context.dialect().statements(DefinitionStatements.class);
        SwapStamp stamp = SwapStamp.ask(conversion, context);
        List<Direct> all = context.ask("dependents", definitions.directDependents(conversion.table()), Direct.class);
        List<View> views = all.stream()
                .filter(direct -> direct.kind().equals(Dependent.Kind.VIEW.name()))
                .flatMap(direct -> context.catalog().view(QualifiedName.of(direct.schema(), direct.name())).stream())
                .toList();
        return new Dependents(conversion, all, views, stamp);
    }

    /**
     * @throws RefusedException if something has come that cannot be carried over
     */
    public void refuse() {
        findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .findFirst()
                .ifPresent(finding -> {
                    throw new RefusedException(finding);
                });
    }

    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Direct direct : all) {
            switch (kind(direct)) {
                case VIEW -> {}
                case INCOMING_FOREIGN_KEY ->
                    findings.add(Finding.error(
                            Codes.INCOMING_FOREIGN_KEY,
                            describe(direct) + " refers to " + conversion.table()
                                    + "; the partitioned table has no unique key that it could refer to",
                            "Partition by a column of the present key, or drop it before the conversion."));
                case MATERIALIZED_VIEW ->
                    findings.add(stays(
                            Codes.MATERIALIZED_VIEW,
                            direct,
                            "Drop it before the conversion and create it again afterwards."));
                case ROW_TYPE ->
                    findings.add(stays(Codes.ROW_TYPE, direct, "Give it a type of its own before the conversion."));
                case FUNCTION_BODY ->
                    findings.add(stays(
                            Codes.FUNCTION_BODY,
                            direct,
                            "Write its body as a quoted text, or drop it before the conversion."));
                case POLICY, RULE, TRIGGER, OTHER ->
                    findings.add(stays(
                            Codes.OTHER_DEPENDENT,
                            direct,
                            "Drop it before the conversion and create it again afterwards."));
            }
        }
        return findings;
    }

    private Finding stays(Code code, Direct direct, String remedy) {
        return Finding.error(code, describe(direct) + " would stay with the old table " + conversion.table(), remedy);
    }

    private static Dependent.Kind kind(Direct direct) {
        return Dependent.Kind.valueOf(direct.kind());
    }

    public static String describe(Direct direct) {
        return switch (kind(direct)) {
            case VIEW -> "the view " + place(direct);
            case MATERIALIZED_VIEW -> "the materialized view " + place(direct);
            case FUNCTION_BODY -> "the function " + direct.detail() + ", whose body is bound to it,";
            case ROW_TYPE -> (place(direct) + " " + direct.detail()).strip() + ", which uses its row type,";
            case INCOMING_FOREIGN_KEY -> "the foreign key " + direct.detail() + " of " + place(direct);
            case POLICY -> "the policy " + direct.detail() + " of " + place(direct);
            case RULE -> "the rule " + direct.detail() + " of " + place(direct);
            case TRIGGER -> "the trigger " + direct.detail() + " of " + place(direct);
            case OTHER -> (place(direct) + " " + direct.detail()).strip();
        };
    }

    private static String place(Direct direct) {
        return direct.name().isEmpty()
                ? ""
                : QualifiedName.of(direct.schema(), direct.name()).toString();
    }
}
