package dev.underpin.engine;

import dev.underpin.spi.Duty;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import jakarta.inject.Inject;
import java.util.List;
import org.jooq.impl.DSL;

/** Makes a table and notes its duties in it; one of them needs a scaffold, and fails while a table with {@code _broken} is there. */
final class Chores implements Step<Chores.Config, Chores.Memory> {

    private static final String SWEEP = "sweep";
    private static final String MEND = "mend";

    @Inject
    Chores() {}

    @Described("What to look after.")
    public record Config(
            @Described(value = "The table.", example = "public.house")
            QualifiedName table) {

        QualifiedName scaffold() {
            return table.sibling(table.local() + "_scaffold");
        }

        QualifiedName broken() {
            return table.sibling(table.local() + "_broken");
        }
    }

    public record Memory(boolean before) {}

    @Override
    public Inspection precheck(Config config, StepContext context) {
        return Inspection.CLEAN;
    }

    @Override
    public Memory remember(Config config, StepContext context) {
        return new Memory(context.catalog().table(config.table()).isPresent());
    }

    @Override
    public Program apply(Config config, Memory memory, StepContext context) {
        return Program.of(Transaction.of(
                "make",
                "Make the table",
                Undo.by(Transaction.of(
                        "make.undo",
                        "Drop the table",
                        Undo.NONE,
                        context.dialect().sql("DROP TABLE {0}", config.table()))),
                context.dialect().sql("CREATE TABLE {0} (chore text)", config.table())));
    }

    @Override
    public Program phase(String phase, Config config, Memory memory, StepContext context) {
        if (phase.equals(SWEEP)) {
            return Program.of(Transaction.of(SWEEP, "Sweep", Undo.NONE, noted(SWEEP, config, context)));
        }
        boolean broken = context.catalog().table(config.broken()).isPresent();
        return Program.of(
                Transaction.of(
                        "mend.scaffold",
                        "Put up the scaffold",
                        Undo.by(Transaction.of(
                                "mend.scaffold.undo",
                                "Take the scaffold down",
                                Undo.NONE,
                                context.dialect().sql("DROP TABLE IF EXISTS {0}", config.scaffold()))),
                        context.dialect().sql("CREATE TABLE {0} ()", config.scaffold())),
                Transaction.of(
                        MEND,
                        "Mend",
                        Undo.NONE,
                        noted(MEND, config, context),
                        context.dialect().sql("SELECT 1 / {0}", DSL.inline(broken ? 0 : 1))),
                Transaction.of(
                        "mend.end",
                        "Take the scaffold down",
                        Undo.NONE,
                        context.dialect().sql("DROP TABLE {0}", config.scaffold())));
    }

    private static Sql noted(String chore, Config config, StepContext context) {
        return context.dialect().sql("INSERT INTO {0} VALUES ({1})", config.table(), DSL.inline(chore));
    }

    @Override
    public List<Check> verify(Config config, Memory memory, StepContext context) {
        return List.of();
    }

    @Override
    public List<Duty> duties(Config config, Memory memory) {
        return List.of(new Duty(SWEEP, "1 hour", true), new Duty(MEND, "0 0 1 1 *", false));
    }
}
