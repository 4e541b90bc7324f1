package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/** The page about fidelity says what the catalogue says. {@code -Dunderpin.regenerate=true} writes it anew instead. */
class FidelityPageTest {

    private static final String INTRODUCTION = """
            # Fidelity

            What [`partitioning.convert`](steps/partitioning.convert.md) does with each property of a table. Every line is a
            test: the property is there before, it is there afterwards as this page says, and after a rollback the catalog
            says what it said before, and so does `pg_dump --schema-only`, to the letter. What is refused is refused by
            `check`, before the first change, with the name of the object. The tests run on PostgreSQL 14, 15, 17 and 18,
            those about a whole database on 15 alone, and compare dumps where the machine has a pg_dump for the server.

            | | |
            |---|---|
            | **kept** | the partitioned table has it too |
            | **adapted** | the partitioned table has what comes closest |
            | **accepted** | the plan has to name the kind of statement, `accept: [KIND]`; till then the check refuses |
            | **waivable** | given up, or left as it is, if the plan says so, `waive: ["NAME"]`; till then the check refuses |
            | **refused** | cannot be converted while it is there |

            In the names, `TABLE` is the table.
            """;

    private static String page() {
        StringJoiner page = new StringJoiner("\n");
        page.add(INTRODUCTION);
        FidelityCatalogue.sections().forEach((section, properties) -> {
            page.add("## " + section + "\n");
            page.add("| property | | how, why |");
            page.add("|---|---|---|");
            properties.forEach(property -> page.add(line(property)));
            page.add("");
        });
        return page.toString();
    }

    private static String line(Property property) {
        String versions = property.since == 0 ? "" : " (PostgreSQL " + property.since + ")";
        String refusal = property.code.isEmpty() ? "" : " " + property.code;
        String permission = switch (property.fate) {
            case WAIVABLE -> "; `waive: [\"" + property.waiver.replace("{t}", "TABLE") + "\"]`";
            case ACCEPTED -> "; `accept: [" + property.waiver + "]`";
            case KEPT, ADAPTED, REFUSED -> "";
        };
        return "| " + property.name + versions + " | **" + property.fate.word() + "**" + refusal + " | " + property.how
                + permission + " |";
    }

    private static Path file() {
        return List.of(Path.of("docs"), Path.of("../docs")).stream()
                .filter(folder -> Files.isDirectory(folder.resolve("steps")))
                .findFirst()
                .orElseThrow()
                .resolve("fidelity.md");
    }

    @Test
    void thePageSaysWhatIsTested() throws IOException {
        if (Boolean.getBoolean("underpin.regenerate")) {
            Files.writeString(file(), page());
        }
        assertThat(file())
                .as("renew it with: ./mvnw -pl steps-partitioning -am test -Dtest=FidelityPageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dunderpin.regenerate=true")
                .hasContent(page());
    }

    @Test
    void noTwoPropertiesHaveOneName() {
        assertThat(FidelityCatalogue.all()).map(Property::toString).doesNotHaveDuplicates();
    }
}
