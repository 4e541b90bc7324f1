package dev.underpin.steps;

import dev.underpin.spi.change.Change;
import dev.underpin.spi.change.ChangeStep;
import dev.underpin.spi.change.CreateTrigger;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.dialect.TriggerStatements.Event;
import dev.underpin.spi.dialect.TriggerStatements.NewTrigger;
import dev.underpin.spi.dialect.TriggerStatements.Timing;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlExpression;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** {@code trigger.create}. */
public final class CreateTriggerStep extends ChangeStep<CreateTriggerStep.Config> {

    @Described("A new trigger of a table.")
    public record Config(
            @Described(
                    value = "The table; its partitions get a trigger for each row, too.",
                    example = "public.messages")
            QualifiedName table,

            @Described(
                    value = "The trigger's name; those of one table and moment fire in the order of their names.",
                    example = "messages_touch")
            Identifier name,

            @Described(value = "Whether it fires before or after what is done.", example = "before")
            Timing timing,

            @Described(value = "What fires it; truncate only for each statement.", example = "[insert, update]")
            List<Event> events,

            @Described(value = "The columns whose update fires it; default: any.", example = "[content]", absent = "[]")
            List<Identifier> columns,

            @Described(
                    value = "Whether it fires once for each row or once for each statement.",
                    example = "statement",
                    absent = "row")
            ForEach forEach,

            @Described(
                    value = "The condition under which it fires, of the rows OLD and NEW.",
                    example = "OLD.content IS DISTINCT FROM NEW.content")
            Optional<SqlExpression> when,

            @Described(
                    value = "The function that it calls; without arguments, returning trigger.",
                    example = "public.touch")
            QualifiedName function,

            @Described(value = "A comment on it.", example = "Keeps the time of the last change.")
            Optional<String> comment) {

        public Config {
            events = List.copyOf(events);
            columns = List.copyOf(columns);
            if (events.isEmpty()) {
                throw new InvalidConfig("events", "nothing would fire it", "List insert, update, delete or truncate.");
            }
            if (!columns.isEmpty() && !events.contains(Event.UPDATE)) {
                throw new InvalidConfig(
                        "columns", "only an update is one of columns", "Add update to events, or leave columns out.");
            }
            if (events.contains(Event.TRUNCATE) && forEach == ForEach.ROW) {
                throw new InvalidConfig(
                        "forEach", "no row is looked at when a table is truncated", "Say forEach: statement.");
            }
        }
    }

    /** How often a trigger fires. */
    public enum ForEach {
        ROW,
        STATEMENT
    }

    @Inject
    public CreateTriggerStep() {}

    @Override
    protected List<Change> changes(Config config) {
        return List.of(new CreateTrigger(
                config.table(),
                new NewTrigger(
                        config.name().name(),
                        config.timing(),
                        config.events(),
                        config.columns().stream().map(Identifier::name).toList(),
                        config.forEach() == ForEach.ROW,
                        config.when().map(SqlExpression::text),
                        config.function(),
                        config.comment())));
    }
}
