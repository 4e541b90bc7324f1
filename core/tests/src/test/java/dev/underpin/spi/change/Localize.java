package dev.underpin.spi.change;

import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.Policy.Command;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.dialect.ConstraintStatements.ForeignKey;
import dev.underpin.spi.dialect.KeyStatements.Kind;
import dev.underpin.spi.dialect.TriggerStatements.Event;
import dev.underpin.spi.dialect.TriggerStatements.NewTrigger;
import dev.underpin.spi.dialect.TriggerStatements.Timing;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlExpression;
import dev.underpin.steps.AddColumnStep;
import dev.underpin.steps.CommentTable;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A step that consists of changes of all kinds, two of them those of other steps: texts of a table have a language. */
public final class Localize extends ChangeStep<Localize.Config> {

    @Described("A table whose texts get a language.")
    public record Config(
            @Described(value = "The table.", example = "public.notes")
            QualifiedName table) {}

    /** Brings the step. */
    public static final class Plugin implements StepPlugin {

        @Override
        public String namespace() {
            return "test";
        }

        @Override
        public List<StepType<?, ?>> steps() {
            return List.of(
                    ChangeStep.type("test.localize", "Gives texts a language.", Localize.Config.class, Localize.class));
        }
    }

    @Inject
    public Localize() {}

    @Override
    protected List<Change> changes(Config config) {
        QualifiedName table = config.table();
        List<Change> changes = new ArrayList<>();
        changes.addAll(changesOf(
                new AddColumnStep(),
                new AddColumnStep.Config(
                        table,
                        new Identifier("lang"),
                        new SqlExpression("text"),
                        Optional.of(new SqlExpression("'en'")),
                        true,
                        Optional.empty(),
                        Optional.of("Its language."))));
        changes.add(new AddCheck(table, "notes_lang_given", "lang <> ''"));
        changes.add(new AddForeignKey(
                table,
                "notes_lang",
                new ForeignKey(List.of("lang"), table.sibling("languages"), List.of("code"), Optional.of("cascade"))));
        changes.add(new SetNotNull(table, "text"));
        changes.add(new BuildKey(table, "notes_by_lang", Kind.UNIQUE, List.of("lang", "id")));
        changes.add(new CreateTrigger(
                table,
                new NewTrigger(
                        "notes_touch",
                        Timing.BEFORE,
                        List.of(Event.INSERT, Event.UPDATE),
                        List.of("lang"),
                        true,
                        Optional.of("NEW.lang IS NOT NULL"),
                        table.sibling("touch"),
                        Optional.of("Watches the language."))));
        changes.add(PolicyOnTable.set(
                table,
                new Policy(
                        "readers",
                        Command.SELECT,
                        true,
                        List.of("public"),
                        Optional.of("lang IN ('en', 'de')"),
                        Optional.empty(),
                        Optional.of("By language."))));
        changes.add(PolicyOnTable.drop(table, "old"));
        changes.add(new RowSecurityOnTable(table, true, true));
        changes.add(new GrantOnTable(table, List.of("SELECT"), "pg_monitor", false));
        changes.addAll(changesOf(new CommentTable(), new CommentTable.Config(table, Optional.of("What was said."))));
        return changes;
    }
}
