package dev.underpin.testkit.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class ShardTest {

    /** What shard these tests themselves are run in is no matter. */
    private static final LauncherConfig WITHOUT_OUR_OWN = LauncherConfig.builder()
            .enablePostDiscoveryFilterAutoRegistration(false)
            .build();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 40})
    void togetherTheyHoldEachClassExactlyOnce(int of) {
        List<String> classes = IntStream.range(0, 300)
                .mapToObj(i -> "org.example.Some" + i + "IT")
                .toList();
        List<String> held = new ArrayList<>();
        for (int number = 1; number <= of; number++) {
            Shard shard = new Shard(number, of);
            List<String> its = classes.stream().filter(shard::contains).toList();
            assertThat(its).as(shard.toString()).isNotEmpty();
            held.addAll(its);
        }
        assertThat(held).containsExactlyInAnyOrderElementsOf(classes);
    }

    /** Of what JUnit finds here, each test is in one shard, with all others of its class. */
    @Test
    void whatJUnitFindsIsPartedByClass() {
        Set<String> all = tests(Optional.empty());
        assertThat(all).hasSizeGreaterThan(20);
        List<String> parted = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            Set<String> its = tests(Optional.of(new Shard(number, 3)));
            parted.addAll(its);
            classes.addAll(its.stream().map(ShardTest::classOf).distinct().toList());
        }
        assertThat(parted).containsExactlyInAnyOrderElementsOf(all);
        assertThat(classes).doesNotHaveDuplicates();
    }

    private static String classOf(String id) {
        return id.replaceFirst(".*\\[class:([^]]+)].*", "$1");
    }

    private static Set<String> tests(Optional<Shard> shard) {
        TestPlan plan = LauncherFactory.create(WITHOUT_OUR_OWN)
                .discover(LauncherDiscoveryRequestBuilder.request()
                        .selectors(DiscoverySelectors.selectPackage("dev.underpin.testkit"))
                        .filters(new ShardFilter(shard))
                        .build());
        Set<String> leaves = new HashSet<>();
        for (TestIdentifier root : plan.getRoots()) {
            plan.getDescendants(root).stream()
                    .filter(test -> plan.getChildren(test).isEmpty())
                    .map(TestIdentifier::getUniqueId)
                    .filter(id -> id.contains("[class:"))
                    .forEach(leaves::add);
        }
        return leaves;
    }

    @Test
    void aNestedClassGoesWithTheOneAroundIt() {
        for (int number = 1; number <= 5; number++) {
            Shard shard = new Shard(number, 5);
            assertThat(shard.contains("org.example.OuterIT$Inner")).isEqualTo(shard.contains("org.example.OuterIT"));
        }
    }

    @Test
    void itIsSaidAsTwoNumbers() {
        assertThat(Shard.parse("2/5")).contains(new Shard(2, 5));
        assertThat(Shard.parse(" ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/5", "6/5", "5", "2/", "/5", "-1/5", "two/5", "1/0"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Shard.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shard");
    }
}
