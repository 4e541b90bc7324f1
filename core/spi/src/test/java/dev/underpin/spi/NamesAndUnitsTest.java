package dev.underpin.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.spi.config.ByteSize;
import dev.underpin.spi.config.Percentage;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.NameTooLong;
import dev.underpin.spi.sql.QualifiedName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesAndUnitsTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`messages`, public, messages",
                "`Messages`, public, messages",
                "`CHAT.Messages`, chat, messages",
                "`\"Chat Room\".\"Messages\"`, `Chat Room`, Messages",
                "`chat.\"a.b\"`, chat, a.b",
                "`\"a\"\"b\"`, public, `a\"b`",
                "`\"select\"`, public, select",
                "`select`, public, select",
                "`\"x;--\"`, public, `x;--`",
                "`Größe`, public, größe",
                "`İstanbul`, public, İstanbul",
                "`a$1`, public, a$1",
                "`\"😀\"`, public, 😀",
            })
    void namesAreReadAsPsqlReadsThem(String text, String schema, String local) {
        assertThat(QualifiedName.parse(text)).isEqualTo(QualifiedName.of(schema, local));
        assertThat(QualifiedName.parse(QualifiedName.parse(text).toString())).isEqualTo(QualifiedName.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a.",
                ".a",
                "a..b",
                "a.b.c",
                "1a",
                "$a",
                "a;--",
                "\"a",
                "a\"b",
                "\"\"",
                "\"a\"b",
                "%s",
                "a-b",
                "\"a\u0000\""
            })
    void whatIsNoNameIsRefused(String text) {
        assertThatThrownBy(() -> QualifiedName.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 62, 63})
    void aNameMayFillTheServersLimit(int bytes) {
        assertThat(Identifier.parse("x".repeat(bytes)).name()).hasSize(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ä", "😀"})
    void theServersLimitCountsBytes(String sign) {
        int bytes = sign.getBytes(UTF_8).length;
        String longest = '"' + sign.repeat(63 / bytes) + '"';
        String tooLong = '"' + sign.repeat(63 / bytes + 1) + '"';
        assertThat(Identifier.parse(longest).toString()).isNotEmpty();
        assertThatThrownBy(() -> Identifier.parse(tooLong)).isInstanceOf(NameTooLong.class);
    }

    @ParameterizedTest
    @CsvSource({"0B, 0", "1kB, 1024", "10GB, 10737418240", "1024MB, 1073741824", "1TB, 1099511627776"})
    void sizesAreThoseOfTheServersSettings(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
        assertThat(ByteSize.parse(ByteSize.parse(text).toString())).isEqualTo(ByteSize.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "10 GB", "10gb", "10KB", "-1GB", "1.5GB", "9999999TB", "GB", ""})
    void otherSizesAreRefused(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"60%, 0.6", "0%, 0", "100%, 1", "12.5%, 0.125"})
    void percentagesAreSharesOfAWhole(String text, double fraction) {
        assertThat(Percentage.parse(text).fraction()).isEqualTo(fraction);
        assertThat(Percentage.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "101%", "-1%", "1e1%", "%"})
    void otherPercentagesAreRefused(String text) {
        assertThatThrownBy(() -> Percentage.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
