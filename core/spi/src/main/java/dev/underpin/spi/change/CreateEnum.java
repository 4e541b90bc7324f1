package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.dialect.EnumStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A new type that has a list of values. A rollback drops it, and is refused while anything uses it. */
public final class CreateEnum implements Change {

    private final QualifiedName type;
    private final List<String> values;

    public CreateEnum(QualifiedName type, List<String> values) {
        this.type = type;
        this.values = List.copyOf(values);
    }

    private record Count(long types) {}

    @Override
    public String aspect() {
        return "type " + type;
    }

    @Override
    public String title() {
        return "Create type " + type;
    }

    @Override
    public List<Finding> requirements(StepContext context) {
        List<Finding> findings =
                new ArrayList<>(Requirements.createsIn(type.schema()).unmet(context));
        if (context.ask(aspect(), enums(context).count(type), Count.class)
                        .get(0)
                        .types()
                > 0) {
            findings.add(Finding.error(
                    ChangeCodes.TYPE_TAKEN,
                    "there is a type " + type + " already",
                    "Leave this step out, or choose another name."));
        }
        return findings;
    }

    @Override
    public Sql state(StepContext context) {
        return enums(context).of(type);
    }

    @Override
    public List<Stage> stages(StepContext context) {
        return List.of(Stage.of(title(), List.of(enums(context).create(type, values))));
    }

    @Override
    public List<Sql> revert(StepContext context) {
        return List.of(enums(context).drop(type));
    }

    /** The catalog's model has no types. */
    @Override
    public Optional<Catalog> predict(StepContext context) {
        return Optional.empty();
    }

    private static EnumStatements enums(StepContext context) {
        return context.dialect().statements(EnumStatements.class);
    }
}
