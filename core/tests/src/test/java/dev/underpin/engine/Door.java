package dev.underpin.engine;

import dev.underpin.spi.Inspection;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Makes a table and a leaf of it; it refuses to be taken back while a table named after it with {@code _shut} is there. */
final class Door implements Step<Door.Config, Door.Memory> {

    @Inject
    Door() {}

    @Described("What to make.")
    public record Config(
            @Described(value = "The table.", example = "public.door")
            QualifiedName table) {

        QualifiedName shut() {
            return table.sibling(table.local() + "_shut");
        }

        QualifiedName leaf() {
            return table.sibling(table.local() + "_leaf");
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
        return Program.of(
                Transaction.of(
                        "frame",
                        "Make the frame",
                        Undo.by(Transaction.of(
                                "frame.undo", "Drop the frame", Undo.NONE, drop(config.table(), context))),
                        context.dialect().sql("CREATE TABLE {0} (id int)", config.table())),
                Transaction.of(
                        "leaf",
                        "Hang the leaf",
                        Undo.by(Converge.of("unhang", "Unhang the leaf")),
                        context.dialect().sql("CREATE TABLE {0} (id int)", config.leaf())),
                Transaction.of(
                        "paint",
                        "Paint the leaf",
                        Undo.NONE,
                        context.dialect().sql("INSERT INTO {0} VALUES (1)", config.leaf())));
    }

    private static Sql drop(QualifiedName table, StepContext context) {
        return context.dialect().sql("DROP TABLE {0}", table);
    }

    @Override
    public Program phase(String phase, Config config, Memory memory, StepContext context) {
        if (context.catalog().table(config.shut()).isPresent()) {
            throw new RefusedException(Finding.error("E9904", config.table() + " is shut", "Open it."));
        }
        return context.catalog().table(config.leaf()).isPresent()
                ? Program.of(Transaction.of("unhang.drop", "Drop the leaf", Undo.NONE, drop(config.leaf(), context)))
                : Program.EMPTY;
    }

    @Override
    public Optional<Catalog> predict(Config config, Memory memory, Catalog before) {
        return Optional.of(before);
    }

    @Override
    public List<Check> verify(Config config, Memory memory, StepContext context) {
        return List.of();
    }
}
