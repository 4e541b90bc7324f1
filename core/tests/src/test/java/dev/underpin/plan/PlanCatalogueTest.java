package dev.underpin.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.underpin.plugin.PluginRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanCatalogueTest {

    private static final PluginRegistry TYPES = PluginRegistry.of(List.of(new SamplePlugin()));

    static List<CataloguedPlan> valid() {
        return CataloguedPlan.all("valid");
    }

    static List<CataloguedPlan> invalid() {
        return CataloguedPlan.all("invalid");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void aValidPlanIsRead(CataloguedPlan plan) {
        assertThatCode(() -> Plan.read(plan.file(), TYPES, Map.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void anInvalidPlanHasExactlyTheProblemsThatItLists(CataloguedPlan plan) {
        InvalidPlan invalid = catchThrowableOfType(InvalidPlan.class, () -> Plan.read(plan.file(), TYPES, Map.of()));
        assertThat(invalid).as("%s is refused", plan).isNotNull();
        assertThat(plan.expected()).as("%s lists its problems", plan).isNotEmpty();
        assertThat(invalid.problems().stream().map(CataloguedPlan::line)).containsExactlyElementsOf(plan.expected());
    }
}
