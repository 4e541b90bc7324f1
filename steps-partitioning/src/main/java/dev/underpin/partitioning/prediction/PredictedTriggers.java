package dev.underpin.partitioning.prediction;

import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.structure.PredictedText;
import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The triggers that a conversion leaves on the partitioned table, on a partition and on the retired table: the user's, and ours
 * until it is finalized, as the server spells them.
 */
final class PredictedTriggers {

    private final Conversion conversion;
    private final PredictedText text;

    PredictedTriggers(Conversion conversion, PredictedText text) {
        this.conversion = conversion;
        this.text = text;
    }

    List<Trigger> onParent() {
        return sorted(Stream.concat(conversion.before().triggers().stream(), oursOnParent().stream()));
    }

    List<Trigger> onLeaf(QualifiedName leaf) {
        return sorted(Stream.concat(
                conversion.before().triggers().stream()
                        .filter(Trigger::forEachRow)
                        .map(trigger -> copy(trigger, leaf, trigger.enabled(), true)),
                oursOnLeaf(leaf).stream()));
    }

    List<Trigger> onRetired() {
        return sorted(Stream.concat(
                conversion.before().triggers().stream().map(trigger -> copy(trigger, conversion.retired(), "D", false)),
                Stream.of(statement(
                        conversion.objects().writeGuard().trigger(),
                        "BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE",
                        conversion.retired(),
                        conversion.objects().writeGuard().function()))));
    }

    private static List<Trigger> sorted(Stream<Trigger> all) {
        return all.sorted(Comparator.comparing(Trigger::name)).toList();
    }

    private Trigger copy(Trigger trigger, QualifiedName table, String enabled, boolean cloned) {
        return new Trigger(
                trigger.name(),
                text.moved(trigger.definition(), table),
                trigger.function(),
                enabled,
                trigger.forEachRow(),
                trigger.transitionTables(),
                cloned,
                cloned ? Optional.empty() : trigger.comment());
    }

    private List<Trigger> oursOnParent() {
        QualifiedName table = conversion.table();
        List<Trigger> triggers = new ArrayList<>(ofRows(table, false));
        triggers.add(statement(
                conversion.objects().reverse().truncateTrigger(),
                "BEFORE TRUNCATE",
                table,
                conversion.objects().reverse().function()));
        triggers.add(statement(
                conversion.objects().cutoverGuard().trigger(),
                "BEFORE INSERT OR DELETE OR UPDATE",
                table,
                conversion.objects().cutoverGuard().function()));
        return triggers;
    }

    private List<Trigger> oursOnLeaf(QualifiedName leaf) {
        List<Trigger> triggers = new ArrayList<>(ofRows(leaf, true));
        triggers.add(statement(
                conversion.objects().reverse().truncateTrigger(),
                "BEFORE TRUNCATE",
                leaf,
                conversion.objects().reverse().function()));
        return triggers;
    }

    private List<Trigger> ofRows(QualifiedName table, boolean cloned) {
        List<Trigger> triggers = new ArrayList<>();
        triggers.add(row(
                conversion.objects().reverse().rowTrigger(),
                "AFTER INSERT OR DELETE OR UPDATE",
                table,
                "",
                conversion.objects().reverse().function(),
                cloned));
        conversion.objects().registry().ifPresent(registry -> {
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
