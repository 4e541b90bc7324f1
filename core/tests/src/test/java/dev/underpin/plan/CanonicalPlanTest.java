package dev.underpin.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.plugin.PluginRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalPlanTest {

    private static final PluginRegistry TYPES = PluginRegistry.of(List.of(new SamplePlugin()));

    static List<CataloguedPlan> valid() {
        return CataloguedPlan.all("valid");
    }

    private static Plan parse(String yaml) {
        return Plan.parse(yaml, "p.yaml", TYPES, Map.of());
    }

    private static final String PLAN = """
            apiVersion: underpin/v1
            plan: p
            settings: { lockTimeout: 300ms, searchPath: [public] }
            steps:
              - id: a
                uses: sample.types
                with: { whole: 5, duration: 1h, values: { x: [a], y: [b] }, tables: [a, b] }
              - { id: b, uses: sample.run, with: { apply: [SELECT 1] } }
            """;

    private static final String SAME = """
            # the same in other words
            {"plan": "p", steps: [
              {uses: sample.types, with: { values: { y: ["b"], x: &x [a] }, tables: [public.b, A],
                 duration: 60m, whole: +5 }, id: a, dependsOn: [] },   # a comment
              { with: { verify: [], apply: ["SELECT 1"] }, id: b, "uses": 'sample.run' } ],
             apiVersion: underpin/v1 }
            """;

    @ParameterizedTest
    @MethodSource("valid")
    void aPlanComesBackFromItsCanonicalForm(CataloguedPlan catalogued) {
        Plan plan = Plan.read(catalogued.file(), TYPES, Map.of());
        Plan back = Plan.fromCanonical(plan.canonical(), TYPES);
        assertThat(back.canonical()).isEqualTo(plan.canonical());
        assertThat(back.steps()).extracting(PlanStep::config).isEqualTo(configs(plan));
        assertThat(back.settings()).isEqualTo(plan.settings());
        assertThat(back.parameters()).isEqualTo(plan.parameters());
        assertThat(back.prechecks()).isEqualTo(plan.prechecks());
        assertThat(back.measurements()).isEqualTo(plan.measurements());
    }

    private static List<Record> configs(Plan plan) {
        return plan.steps().stream().map(PlanStep::config).collect(Collectors.toList());
    }

    @Test
    void commentsOrderStyleAndLineEndsMeanNothing() {
        assertThat(parse(SAME).canonical()).isEqualTo(parse(PLAN).canonical());
        assertThat(parse(PLAN.replace("\n", "\r\n")).fingerprint())
                .isEqualTo(parse(PLAN).fingerprint());
    }

    @Test
    void everyChangeOfMeaningChangesTheFingerprint() {
        Set<String> fingerprints = List.of(
                        PLAN,
                        PLAN.replace("whole: 5", "whole: 6"),
                        PLAN.replace("300ms", "301ms"),
                        PLAN.replace("SELECT 1", "SELECT 2"),
                        PLAN.replace("id: b", "id: c"),
                        PLAN.replace("uses: sample.run,", "uses: sample.run, irreversible: accepted,"))
                .stream()
                .map(yaml -> parse(yaml).fingerprint())
                .collect(Collectors.toSet());
        assertThat(fingerprints).hasSize(6).allMatch(fingerprint -> fingerprint.matches("[0-9a-f]{64}"));
    }

    @Test
    void aStepsFingerprintIsItsOwn() {
        Plan changed = parse(PLAN.replace("whole: 5", "whole: 6").replace("300ms", "301ms"));
        assertThat(changed.steps().get(0).fingerprint())
                .isNotEqualTo(parse(PLAN).steps().get(0).fingerprint());
        assertThat(changed.steps().get(1).fingerprint())
                .isEqualTo(parse(PLAN).steps().get(1).fingerprint());
    }

    @Test
    void aTextThatLooksLikeAParameterIsLeftAsItIs() {
        String yaml = PLAN.replace("whole: 5", "text: '$${x}'").replace("SELECT 1", "\"SELECT '$${x}'\"");
        Plan plan = parse("parameters: { t: { type: text, default: \"$${x}\" } }\n" + yaml);
        assertThat(plan.canonical()).contains("\"${x}\"", "SELECT '${x}'");
        assertThat(Plan.fromCanonical(plan.canonical(), TYPES).canonical()).isEqualTo(plan.canonical());
    }

    @Test
    void whatTheStepTypesOfTodayCannotReadIsRefused() {
        String journaled = parse(PLAN).canonical();
        assertThatThrownBy(() -> Plan.fromCanonical(journaled.replace("sample.run", "gone.run"), TYPES))
                .isInstanceOf(InvalidPlan.class)
                .hasMessageContaining("E0405");
    }

    /** A later version may add a key with a default, or change the type's version: that is no edit of the plan. */
    @Test
    void defaultsAndTheTypesVersionAreNoPartOfAFingerprint() {
        String explicit = PLAN.replace("whole: 5", "whole: 7, truth: false, byOrder: {}");
        String silent = PLAN.replace("whole: 5, ", "");
        assertThat(parse(explicit).steps().get(0).fingerprint())
                .isEqualTo(parse(silent).steps().get(0).fingerprint());
        assertThat(parse(explicit).fingerprint()).isEqualTo(parse(silent).fingerprint());
        assertThat(parse(silent).canonical()).contains("\"whole\":7");
    }
}
