package dev.underpin.spi.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.underpin.spi.dialect.CollationName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathNameTest {

    @Test
    void withoutASchemaItIsLookedUp() {
        assertThat(PathName.parse("Text_Pattern_Ops")).isEqualTo(new PathName(Optional.empty(), "text_pattern_ops"));
        assertThat(PathName.parse("extensions.gin_trgm_ops"))
                .isEqualTo(new PathName(Optional.of("extensions"), "gin_trgm_ops"));
        assertThatIllegalArgumentException().isThrownBy(() -> PathName.parse("a.b.c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "\"A\".\"b.c\"", "\"with \"\"quotes\"\"\""})
    void itsTextIsReadBack(String text) {
        assertThat(PathName.parse(PathName.parse(text).toString())).isEqualTo(PathName.parse(text));
    }

    @Test
    void aCollationIsSpelledAsTheServerListsIt() {
        assertThat(CollationName.parse("C").name()).isEqualTo(new PathName(Optional.empty(), "C"));
        assertThat(CollationName.parse("en_US.utf8").name()).isEqualTo(new PathName(Optional.empty(), "en_US.utf8"));
        assertThat(CollationName.parse("\"public\".\"de-DE\"").name())
                .isEqualTo(new PathName(Optional.of("public"), "de-DE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "de-DE-x-icu", "en_US.utf8", "\"public\".\"a\"\"b\"", "\"\"\"quoted\"\"\""})
    void aCollationsTextIsReadBack(String text) {
        CollationName name = CollationName.parse(text);
        assertThat(CollationName.parse(name.toString())).isEqualTo(name);
    }
}
