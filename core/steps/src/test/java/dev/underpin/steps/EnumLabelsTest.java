package dev.underpin.steps;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnumLabelsTest {

    private static final QualifiedName MOOD = QualifiedName.parse("public.mood");

    @Test
    void bytesCountAndNotSigns() {
        new CreateEnumStep.Config(MOOD, List.of("x".repeat(63), ""));
        new AddEnumValueStep.Config(MOOD, "ä".repeat(31), Optional.empty());

        assertThatThrownBy(() -> new CreateEnumStep.Config(MOOD, List.of("good", "ä".repeat(32))))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("64 bytes");
        assertThatThrownBy(() -> new AddEnumValueStep.Config(MOOD, "x".repeat(64), Optional.empty()))
                .isInstanceOf(InvalidConfig.class);
        assertThatThrownBy(() -> new AddEnumValueStep.Config(MOOD, "x", Optional.of("x".repeat(64))))
                .isInstanceOf(InvalidConfig.class);
    }
}
