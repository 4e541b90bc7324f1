package dev.underpin.partitioning;

import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.catalog.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The triggers of ours that a conversion leaves until it is finalized, as the server spells them. */
final class PredictedTriggers {

    private final Conversion conversion;
    private final PredictedText text;

    PredictedTriggers(Conversion conversion, PredictedText text) {
        this.conversion = conversion;
        this.text = text;
    }

    List<Trigger> onTable() {
        QualifiedName table = conversion.table();
        List<Trigger> triggers = new ArrayList<>(ofRows(table, false));
        triggers.add(statement(
                conversion.reverse().truncateTrigger(),
                "BEFORE TRUNCATE",
                table,
                conversion.reverse().function()));
        triggers.add(statement(
                conversion.cutoverGuard().trigger(),
                "BEFORE INSERT OR DELETE OR UPDATE",
                table,
                conversion.cutoverGuard().function()));
        return triggers;
    }

    List<Trigger> onPartition(QualifiedName leaf) {
        List<Trigger> triggers = new ArrayList<>(ofRows(leaf, true));
        triggers.add(statement(
                conversion.reverse().truncateTrigger(),
                "BEFORE TRUNCATE",
                leaf,
                conversion.reverse().function()));
        return triggers;
    }

    private List<Trigger> ofRows(QualifiedName table, boolean cloned) {
        List<Trigger> triggers = new ArrayList<>();
        triggers.add(row(
                conversion.reverse().rowTrigger(),
                "AFTER INSERT OR DELETE OR UPDATE",
                table,
                "",
                conversion.reverse().function(),
                cloned));
        conversion.registry().ifPresent(registry -> {
            triggers.add(row(registry.rowTrigger(), "AFTER INSERT OR DELETE", table, "", registry.function(), cloned));
            triggers.add(row(
                    registry.keyTrigger(),
                    "AFTER UPDATE",
                    table,
                    "WHEN (" + text.anyChanged(conversion.oldKey()) + ") ",
                    registry.function(),
                    cloned));
        });
        return triggers;
    }

    private Trigger row(
            String name, String moment, QualifiedName table, String when, QualifiedName function, boolean cloned) {
        return new Trigger(
                name,
                text.trigger(name, moment, table, "ROW " + when, function),
                function,
                "A",
                true,
                false,
                cloned,
                Optional.empty());
    }

    private Trigger statement(String name, String moment, QualifiedName table, QualifiedName function) {
        return new Trigger(
                name,
                text.trigger(name, moment, table, "STATEMENT ", function),
                function,
                "A",
                false,
                false,
                false,
                Optional.empty());
    }
}
