package dev.underpin.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.spi.StepType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every step type has its page, with a plan that uses it; every plan in the documentation can be read. */
class StepCatalogueTest {

    private static final Pattern PLAN =
            Pattern.compile("^```ya?ml\n(apiVersion:.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private final PluginRegistry registry = PluginRegistry.load();

    static Path page(String stepType) {
        return Repository.file("docs/steps/" + stepType + ".md");
    }

    @TestFactory
    Stream<DynamicTest> everyStepTypeHasAPageWithAPlanThatUsesIt() {
        assertThat(registry.byName()).hasSizeGreaterThanOrEqualTo(7);
        return registry.byName().values().stream().map(type -> dynamicTest(type.name(), () -> hasItsPage(type)));
    }

    private void hasItsPage(StepType<?, ?> type) {
        assertThat(page(type.name())).as("the page of %s", type.name()).isRegularFile();
        String text = Repository.read(page(type.name()));
        assertThat(text).startsWith("# " + type.name() + "\n").contains("<!-- generated: step " + type.name() + " -->");
        assertThat(plans(page(type.name())))
                .as("plans on the page, in a block of yaml that begins with apiVersion")
                .anySatisfy(plan ->
                        assertThat(plan.steps()).anyMatch(step -> step.type().equals(type)));
    }

    @Test
    void everyPageOfAStepTypeIsOfOneThatExists() {
        assertThat(Repository.pages().stream()
                        .map(Repository::name)
                        .filter(name -> name.startsWith("docs/steps/") && !name.endsWith("/README.md"))
                        .map(name -> name.substring("docs/steps/".length(), name.length() - ".md".length())))
                .containsExactlyInAnyOrderElementsOf(registry.byName().keySet());
    }

    @TestFactory
    Stream<DynamicTest> everyPlanInTheDocumentationCanBeRead() {
        List<Path> withPlans = Repository.pages().stream()
                .filter(page -> PLAN.matcher(Repository.read(page)).find())
                .toList();
        assertThat(withPlans).hasSizeGreaterThanOrEqualTo(8);
        return withPlans.stream()
                .map(page -> dynamicTest(
                        Repository.name(page), () -> assertThat(plans(page)).isNotEmpty()));
    }

    private List<Plan> plans(Path page) {
        return PLAN.matcher(Repository.read(page))
                .results()
                .map(found -> Plan.parse(found.group(1), Repository.name(page), registry, Map.of()))
                .toList();
    }
}
