package dev.underpin.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.underpin.indexing.CreateIndex.Config;
import dev.underpin.plan.InvalidPlan;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.spi.dialect.IndexKey;
import dev.underpin.spi.dialect.IndexKey.Nulls;
import dev.underpin.spi.dialect.IndexKey.Order;
import dev.underpin.spi.dialect.IndexSpec;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.PathName;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CreateIndexConfigTest {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new IndexingPlugin()));

    @Test
    void allThatCanBeSaidIsUnderstood() {
        Config config = parse("""
                table: public.messages
                name: idx_messages_room_created
                method: btree
                keys: [ { column: chat_room_id }, { column: created_at, order: desc, nulls: first },
                        { expression: lower(type), opclass: text_pattern_ops, collation: "C" } ]
                include: [user_id]
                unique: true
                nullsNotDistinct: true
                where: image_url IS NOT NULL
                with: { fillfactor: 70, deduplicate_items: off }
                maxWait: 2h
                analyze: false
                workers: 4""");
        assertThat(config.table()).isEqualTo(QualifiedName.of("public", "messages"));
        IndexSpec spec = config.spec();
        assertThat(spec.keys()).hasSize(3);
        assertThat(spec.keys().get(1).order()).contains(Order.DESC);
        assertThat(spec.keys().get(1).nulls()).contains(Nulls.FIRST);
        IndexKey expression = spec.keys().get(2);
        assertThat(expression.expression().orElseThrow().text()).isEqualTo("lower(type)");
        assertThat(expression.opclass()).contains(PathName.parse("text_pattern_ops"));
        assertThat(expression.collation().orElseThrow().name().local()).isEqualTo("C");
        assertThat(spec.include()).containsExactly(new Identifier("user_id"));
        assertThat(spec.with()).containsExactly(Map.entry("deduplicate_items", "off"), Map.entry("fillfactor", "70"));
        assertThat(config.maxWait()).contains(Duration.ofHours(2));
        assertThat(config.analyzes()).isFalse();
        assertThat(config.workers()).isEqualTo(4);
    }

    @Test
    void littleNeedsToBeSaid() {
        Config config = parse("table: t\nname: i\nkeys: [ { column: a } ]");
        assertThat(config.spec())
                .isEqualTo(new IndexSpec(
                        IndexSpec.BTREE,
                        List.of(IndexKey.of(new Identifier("a"))),
                        List.of(),
                        false,
                        false,
                        Optional.empty(),
                        new TreeMap<>()));
        assertThat(config.analyzes()).isFalse();
        assertThat(parse("table: t\nname: i\nkeys: [ { expression: lower(a) } ]")
                        .analyzes())
                .isTrue();
    }

    @Test
    void namesAreReadAsPsqlReadsThem() {
        Config config = parse("""
                table: '"Odd schema"."Order ""1""\"'
                name: '"žluťoučký kůň"'
                keys: [ { column: '"select"' } ]""");
        assertThat(config.table()).isEqualTo(QualifiedName.of("Odd schema", "Order \"1\""));
        assertThat(config.name().name()).isEqualTo("žluťoučký kůň");
        assertThat(config.keys().get(0).column()).contains(new Identifier("select"));
    }

    static List<Arguments> nonsense() {
        return List.of(
                arguments("table: t, name: i, keys: []", "at least one key"),
                arguments("table: t, name: i, keys: [ {} ]", "a column or an expression"),
                arguments("table: t, name: i, keys: [ { column: a, expression: b } ]", "this one is both"),
                arguments(
                        "table: t, name: i, keys: [ { expression: 'a); DROP TABLE t; --' } ]", "closed but not opened"),
                arguments("table: t, name: i, keys: [ { expression: '(a' } ]", "opened but not closed"),
                arguments("table: t, name: i, keys: [ { column: a } ], where: 'true; DROP TABLE t'", "semicolon"),
                arguments("table: t, name: i, keys: [ { column: a } ], nullsNotDistinct: true", "only a unique index"),
                arguments("table: t, name: i, keys: [ { column: a } ], maxWait: 0s", "above zero"),
                arguments("table: t, name: i, keys: [ { column: a } ], workers: 0", "0 builds at a time"),
                arguments("table: t, name: i, keys: [ { column: a, order: up } ]", "up"),
                arguments("table: t, name: s.i, keys: [ { column: a } ]", "without"),
                arguments("table: t, name: i, keys: [ { column: a } ], uniqe: true", "uniqe"));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whatMeansNothingIsRefused(String with, String reason) {
        assertThatThrownBy(() -> parse("{ " + with + " }"))
                .isInstanceOf(InvalidPlan.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aNameOfMoreThan63BytesIsRefused() {
        String longest = "é".repeat(31) + "x";
        assertThat(parse("table: t\nname: " + longest + "\nkeys: [ { column: a } ]")
                        .name()
                        .name())
                .isEqualTo(longest);
        assertThatThrownBy(() -> parse("table: t\nname: " + "é".repeat(32) + "\nkeys: [ { column: a } ]"))
                .isInstanceOf(InvalidPlan.class)
                .hasMessageContaining("64 bytes");
    }

    private static Config parse(String with) {
        String plan = """
                apiVersion: underpin/v1
                plan: p
                steps:
                  - id: i
                    uses: indexing.create
                    with:
                """;
        return (Config) Plan.parse(plan + with.indent(6), "plan.yaml", REGISTRY, Map.of())
                .steps()
                .get(0)
                .config();
    }
}
