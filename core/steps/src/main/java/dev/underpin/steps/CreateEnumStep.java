package dev.underpin.steps;

import dev.underpin.spi.change.Change;
import dev.underpin.spi.change.ChangeStep;
import dev.underpin.spi.change.CreateEnum;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.sql.QualifiedName;
import jakarta.inject.Inject;
import java.util.List;

/** {@code enum.create}. */
public final class CreateEnumStep extends ChangeStep<CreateEnumStep.Config> {

    @Described("A new type that has a list of values.")
    public record Config(
            @Described(value = "The type.", example = "public.mood")
            QualifiedName type,

            @Described(value = "Its values, in order.", example = "[good, bad]")
            List<String> values) {

        public Config {
            values = List.copyOf(values);
            if (values.isEmpty() || values.stream().distinct().count() != values.size()) {
                throw new InvalidConfig("values", "a type has values, and each once", "List each value once.");
            }
            EnumLabels.requireFitting("values", values);
        }
    }

    @Inject
    public CreateEnumStep() {}

    @Override
    protected List<Change> changes(Config config) {
        return List.of(new CreateEnum(config.type(), config.values()));
    }
}
