package dev.underpin.steps;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.dialect.TriggerStatements.Event;
import dev.underpin.spi.dialect.TriggerStatements.Timing;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.steps.AddConstraintStep.Key;
import dev.underpin.steps.CreateTriggerStep.ForEach;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Configurations of steps that are lists of changes, which make no sense. */
class ChangeConfigsTest {

    private static final QualifiedName TABLE = QualifiedName.of("public", "notes");
    private static final Identifier NAME = new Identifier("name");

    private static void refused(String words, ThrowingCallable config) {
        assertThatThrownBy(config).isInstanceOf(InvalidConfig.class).hasMessageContaining(words);
    }

    private static ThrowingCallable trigger(ForEach forEach, List<Identifier> columns, Event... events) {
        return () -> new CreateTriggerStep.Config(
                TABLE,
                NAME,
                Timing.AFTER,
                List.of(events),
                columns,
                forEach,
                Optional.empty(),
                TABLE.sibling("touch"),
                Optional.empty());
    }

    @Test
    void aTriggerIsFiredBySomethingThatTheServerLooksAtInThatWay() {
        refused("nothing would fire it", trigger(ForEach.ROW, List.of()));
        refused("columns", trigger(ForEach.ROW, List.of(NAME), Event.INSERT));
        refused("truncated", trigger(ForEach.ROW, List.of(), Event.INSERT, Event.TRUNCATE));
    }

    @Test
    void everybodyCannotGiveARightOn() {
        refused(
                "everybody",
                () -> new GrantTable.Config(TABLE, List.of("select"), List.of(NAME, new Identifier("public")), true));
        assertThatCode(() -> new GrantTable.Config(TABLE, List.of("select"), List.of(new Identifier("public")), false))
                .doesNotThrowAnyException();
    }

    @Test
    void aKeyIsMadeOfAnIndexOrOfColumns() {
        refused("an index or of columns", () -> new Key(Optional.empty(), List.of()));
        refused("an index or of columns", () -> new Key(Optional.of(NAME), List.of(NAME)));
        refused(
                "has no name",
                () -> new AddConstraintStep.Config(
                        TABLE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Key(Optional.empty(), List.of(NAME))),
                        Optional.empty()));
    }
}
