package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.dialect.EnumStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A further value of a type. */
public final class AddEnumValue implements Change {

    private final QualifiedName type;
    private final String value;
    private final Optional<String> before;

    /** @param before which value it comes; empty: at the end */
    public AddEnumValue(QualifiedName type, String value, Optional<String> before) {
        this.type = type;
        this.value = value;
        this.before = before;
    }

    private record Value(String value) {}

    @Override
    public String aspect() {
        return "type " + type;
    }

    @Override
    public String title() {
        return "Add value " + value + " to " + type;
    }

    @Override
    public List<Finding> requirements(StepContext context) {
        List<String> present = context.ask(aspect(), enums(context).values(type), Value.class).stream()
                .map(Value::value)
                .toList();
        if (present.isEmpty()) {
            return List.of(Finding.error(
                    ChangeCodes.NO_TYPE,
                    "there is no type " + type + " that has a list of values",
                    "Correct the name, or create the type in a step before."));
        }
        List<Finding> findings = new ArrayList<>();
        if (present.contains(value)) {
            findings.add(Finding.error(
                    ChangeCodes.VALUE_TAKEN, type + " has the value " + value + " already", "Leave this step out."));
        }
        before.filter(other -> !present.contains(other))
                .ifPresent(other -> findings.add(Finding.error(
                        ChangeCodes.NO_VALUE,
                        type + " has no value " + other,
                        "Name one of: " + String.join(", ", present))));
        return findings;
    }

    @Override
    public Sql state(StepContext context) {
        return enums(context).of(type);
    }

    @Override
    public List<Stage> stages(StepContext context) {
        return List.of(Stage.of(title(), List.of(enums(context).addValue(type, value, before))));
    }

    @Override
    public List<Sql> revert(StepContext context) {
        return List.of();
    }

    @Override
    public Optional<String> irreversible() {
        return Optional.of("a value cannot be taken out of an enumerated type");
    }

    @Override
    public Optional<Catalog> predict(StepContext context) {
        return Optional.of(context.catalog());
    }

    private static EnumStatements enums(StepContext context) {
        return context.dialect().statements(EnumStatements.class);
    }
}
