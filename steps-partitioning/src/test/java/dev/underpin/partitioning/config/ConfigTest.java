package dev.underpin.partitioning.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.partitioning.PartitioningPlugin;
import dev.underpin.plan.InvalidPlan;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new PartitioningPlugin()));

    private static ConvertTableConfig read(String with) {
        Plan plan = Plan.parse(
                "apiVersion: underpin/v1\nplan: p\nsteps:\n  - { id: s, uses: partitioning.convert, with: " + with
                        + " }\n",
                "plan.yaml",
                REGISTRY,
                Map.of());
        return (ConvertTableConfig) plan.steps().get(0).config();
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        ConvertTableConfig config = read("{ table: messages, range: { column: created_at, interval: 1 month } }");

        assertThat(config.table()).hasToString("public.messages");
        assertThat(config.strategy()).isEqualTo(ConvertTableConfig.Strategy.COPY);
        assertThat(config.oldKey()).isEqualTo(ConvertTableConfig.OldKey.GUARDED);
        assertThat(config.reverse()).isEqualTo(ConvertTableConfig.Reverse.LOG);
        assertThat(config.incomingForeignKeys()).isEqualTo(ConvertTableConfig.IncomingForeignKeys.REFUSE);
        assertThat(config.cutover()).isEqualTo(ConvertTableConfig.CutoverBy.AUTO);
        assertThat(config.copy()).isEqualTo(CopyPace.DEFAULT);
        assertThat(config.retiredName()).isEmpty();
        assertThat(config.waive()).isEmpty();
        RangeBy range = config.range().orElseThrow();
        assertThat(range.timeZone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(range.from()).isEqualTo(RangeEnd.AUTO);
        assertThat(range.ahead()).isEqualTo(3);
        assertThat(range.before().present()).isFalse();
        assertThat(range.otherwise()).isEqualTo(RangeBy.Otherwise.NONE);
    }

    @Test
    void everyKeyOfTheContractIsRead() {
        ConvertTableConfig config = read("""
                { table: public.messages, strategy: copy, primaryKey: [id, created_at], oldKey: lost, reverse: log, \
                range: { column: created_at, interval: 1 month, timeZone: Europe/Berlin, from: 2024-01-01, until: 2025-01-01T12:00, ahead: 6, before: MINVALUE, default: partition }, \
                partitionName: "{table}_{yyyy}_{MM}", incomingForeignKeys: refuse, retiredName: messages_backup, \
                copy: { workers: 4, targetBatchTime: 1s, maxReplicaLag: 30s, pauseFile: /tmp/pause }, cutover: manual, \
                waive: ["unique:messages_slug_key"], accept: [on-conflict-old-key] }""");

        assertThat(config.copy().targetBatchTime()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.copy().pauseFile()).contains("/tmp/pause");
        assertThat(config.cutover()).isEqualTo(ConvertTableConfig.CutoverBy.MANUAL);
        assertThat(config.waive()).containsExactly("unique:messages_slug_key");
        assertThat(config.range().orElseThrow().until()).hasToString("2025-01-01T12:00");
        assertThat(config.range().orElseThrow().before().present()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ table: t } | one way",
                "{ table: t, range: { column: c, interval: 1 day }, hash: { column: id, partitions: 8 } } | one way",
                "{ table: t, range: { column: c, interval: 1 fortnight } } | calendar interval",
                "{ table: t, range: { column: c, interval: 1 day, timeZone: Mars/Olympus } } | time zone",
                "{ table: t, range: { column: c, interval: 1 day, ahead: -1 } } | negative",
                "{ table: t, range: { column: c, interval: 1 day, from: tomorrow } } | auto",
                "{ table: t, range: { column: c, interval: 1 day, from: 2024-02-30 } } | auto",
                "{ table: t, range: { column: c, interval: 1 day, from: 2024-02-01, until: 2024-01-01 } } | ends before",
                "{ table: t, range: { column: c, interval: 1 day, before: maxvalue } } | MINVALUE",
                "{ table: t, range: { column: c, interval: 1 day }, partitionName: '{tabel}' } | placeholder",
                "{ table: t, range: { column: c, interval: 1 day }, name: m } | mirror",
                "{ table: t, range: { column: c, interval: 1 day }, retiredName: t } | keep its name",
                "{ table: t, range: { column: c, interval: 1 day }, primaryKey: [a, a] } | twice",
                "{ table: t, range: { column: c, interval: 1 day }, copy: { workers: 0 } } | 0 connections cannot work",
                "{ table: t, range: { column: c, interval: 1 day }, compareEvery: 1h } | without cutover: manual",
                "{ table: t, range: { column: c, interval: 1 day }, cutover: manual, compareEvery: 0s } | compareEvery",
                "{ table: t, hash: { column: id, partitions: 1 } } | no sense",
                "{ table: t, hash: { column: id, partitions: 8 } } | hash is not available in this version",
                "{ table: t, list: { column: s, partitions: { a: [a] } } } | list is not available in this version",
                "{ table: t, range: { column: c, interval: 1 day }, strategy: attach } | attach is not available",
                "{ table: t, range: { column: c, interval: 1 day }, strategy: mirror, name: m } | mirror is not available",
                "{ table: t, range: { column: c, interval: 1 day }, incomingForeignKeys: composite } | composite is not",
                "{ table: t, range: { column: c, interval: 1 day }, accept: [on-conflict-oldkey] } | on-conflict-old-key",
                "{ table: t, range: { column: c, interval: 1 day }, strategi: copy } | strategy"
            })
    void whatMeansNothingIsRefused(String with, String reason) {
        assertThatThrownBy(() -> read(with))
                .isInstanceOf(InvalidPlan.class)
                .satisfies(
                        refused -> assertThat(((InvalidPlan) refused).problems().toString())
                                .contains(reason));
    }
}
