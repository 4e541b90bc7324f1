package dev.underpin.steps;

import dev.underpin.spi.change.AddEnumValue;
import dev.underpin.spi.change.Change;
import dev.underpin.spi.change.ChangeStep;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.sql.QualifiedName;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** {@code enum.add-value}. */
public final class AddEnumValueStep extends ChangeStep<AddEnumValueStep.Config> {

    @Described("A further value of an enumerated type; the plan has to accept that it cannot be taken back.")
    public record Config(
            @Described(value = "The type.", example = "public.mood")
            QualifiedName type,

            @Described(value = "The value.", example = "indifferent")
            String value,

            @Described(value = "Which value it comes before; without it, it is the last.", example = "bad")
            Optional<String> before) {

        public Config {
            EnumLabels.requireFitting("value", List.of(value));
            EnumLabels.requireFitting("before", before.stream().toList());
        }
    }

    @Inject
    public AddEnumValueStep() {}

    @Override
    protected List<Change> changes(Config config) {
        return List.of(new AddEnumValue(config.type(), config.value(), config.before()));
    }
}
