package dev.underpin.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.spi.Settings;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.View;
import dev.underpin.testkit.RandomRecords;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCodecTest {

    private final ConfigCodec codec = new ConfigCodec();

    @ParameterizedTest
    @ValueSource(classes = {Table.class, View.class, SamplePlugin.Types.class, SamplePlugin.Index.class})
    void anyRecordComesBackAsItWas(Class<? extends Record> type) {
        LongStream.range(0, 300).forEach(seed -> {
            Record record = new RandomRecords(seed).next(type);
            String json = codec.write(record);
            assertThat(codec.read(json, type)).isEqualTo(record);
            assertThat(codec.write(codec.read(json, type))).isEqualTo(json);
        });
    }

    @Test
    void jsonHoldsDataAlone() {
        assertThat(codec.write(Settings.DEFAULT))
                .isEqualTo(
                        "{\"lockTimeout\":\"300ms\",\"maxLockWait\":\"10m\",\"onFailure\":\"rollback\",\"searchPath\":[\"public\"]}");
    }

    @Test
    void whatANewerVersionAddedHasItsDefault() {
        assertThat(codec.read("{\"maxLockWait\":\"1m\"}", Settings.class).lockTimeout())
                .isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> codec.read("{\"lockTimeout\":\"5 s\",\"more\":1}", Settings.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lockTimeout")
                .hasMessageContaining("\"more\"");
    }
}
