package dev.underpin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.control.Failpoint;
import dev.underpin.plan.PlanSchema;
import dev.underpin.plugin.InstalledCodes;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.spi.StepType;
import dev.underpin.spi.finding.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What the documentation takes from the code is what the code says. {@code -Dunderpin.regenerate=true} writes it anew
 * instead.
 */
class GeneratedPagesTest {

    private static final boolean REGENERATE = Boolean.getBoolean("underpin.regenerate");

    private static final String REMEDY = "%s differs from what the code says. Renew it with:"
            + " ./mvnw -pl cli -am test -Dtest=GeneratedPagesTest -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dunderpin.regenerate=true";

    private final PluginRegistry registry = PluginRegistry.load();

    @Test
    void eachPageHasWhatTheCodeSays() throws IOException {
        if (REGENERATE) {
            beginMissingPages();
        }
        GeneratedParts parts = new GeneratedParts(this::content);
        List<Path> pages = Repository.pages();
        assertThat(pages).hasSizeGreaterThan(10);
        for (Path page : pages) {
            settle(page, parts.renew(Repository.read(page)));
        }
    }

    @Test
    void theSchemaOfPlansIsTheOneThatIsPrinted() throws IOException {
        settle(Repository.file("docs/plan.schema.json"), PlanSchema.of(registry) + "\n");
    }

    private void beginMissingPages() throws IOException {
        for (String name : registry.byName().keySet()) {
            Path page = StepCatalogueTest.page(name);
            if (!Files.exists(page)) {
                Files.writeString(page, "# " + name + "\n\n" + GeneratedParts.empty("step", name));
            }
        }
    }

    private static void settle(Path file, String expected) throws IOException {
        if (REGENERATE) {
            Files.writeString(file, expected);
        }
        assertThat(file).as(REMEDY, Repository.name(file)).hasContent(expected);
    }

    private String content(String kind, String source) {
        return switch (kind) {
            case "step" -> StepReference.of(registry.find(source).orElseThrow());
            case "steps" -> index(source);
            case "file" -> fenced(Repository.file(source));
            case "failpoints" ->
                Arrays.stream(Failpoint.values())
                        .map(point -> "`" + point.id() + "`")
                        .collect(Collectors.joining(", "));
            case "outcomes" -> outcomes();
            case "codes" -> codes(source);
            default -> throw new IllegalArgumentException("nothing is generated for " + kind + " " + source);
        };
    }

    /** @param folder where the pages are, seen from the page with the index */
    private String index(String folder) {
        List<String> lines = new ArrayList<>(List.of("| step type | what it does |", "|---|---|"));
        for (StepType<?, ?> type : registry.byName().values()) {
            lines.add("| [`" + type.name() + "`](" + folder + "/" + type.name() + ".md) | " + type.summary() + " |");
        }
        return String.join("\n", lines);
    }

    private static String fenced(Path file) {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return "```" + (ending.matches("[a-z]+") ? ending : "") + "\n"
                + Repository.read(file).strip() + "\n```";
    }

    /** @param range the beginning of the ids, without the letter */
    private static String codes(String range) {
        List<String> lines = new ArrayList<>(List.of("| code | meaning | remedy | said by |", "|---|---|---|---|"));
        for (Code code : InstalledCodes.load().all()) {
            if (code.id().substring(1).startsWith(range)) {
                lines.add("| " + code.id() + " | " + cell(code.meaning()) + " | " + cell(code.remedy()) + " | "
                        + String.join(", ", code.commands()) + " |");
            }
        }
        return String.join("\n", lines);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }

    private static String outcomes() {
        return Arrays.stream(Outcome.values())
                .map(outcome -> outcome.exitCode() + " " + outcome)
                .collect(Collectors.joining("\n", "```\n", "\n```"));
    }
}
