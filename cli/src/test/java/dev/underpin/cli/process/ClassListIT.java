package dev.underpin.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.docs.Repository;
import dev.underpin.testkit.MessagesFixture;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When the tool is built there is no server, so the launcher knows from a list which classes its commands need there, and archives them for a
 * quick start. {@code -Dunderpin.regenerate=true} writes the list anew: its names are no more than hints, and may be out of date.
 */
@PostgresTest
@SideBySide
class ClassListIT {

    private static final boolean REGENERATE = Boolean.getBoolean("underpin.regenerate");

    private static final Pattern NAME = Pattern.compile("[\\w/]+(\\$(?!\\$)\\w*)*");

    /** The command's own copy has a name of its own. */
    private static final Pattern OF_JACKSON = Pattern.compile("^(tools|com/fasterxml)/jackson/");

    private static final String ONLY_HERE = "org/testcontainers/";

    @TempDir
    Path folder;

    @Test
    void hasWhatThePreviewOfAConversionLoads() throws Exception {
        Path list = Repository.file("cli/src/main/launcher/classes");
        if (REGENERATE) {
            Files.write(list, loaded("preview", "apply", "status", "verify", "rollback"));
        }
        Set<String> listed = new TreeSet<>(Files.readAllLines(list));
        Set<String> missing = loaded("preview");
        int all = missing.size();
        missing.removeAll(listed);

        assertThat(missing)
                .as("classes that are not listed; to renew the list: ./mvnw -pl cli -am verify -Dit.test=ClassListIT"
                        + " -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false"
                        + " -Dunderpin.regenerate=true")
                .hasSizeLessThan(all / 10);
    }

    private Set<String> loaded(String... commands) throws Exception {
        Set<String> names = new TreeSet<>();
        Path plan = folder.resolve("plan.yaml");
        String example = Files.readString(Repository.file("docs/examples/messages/plan.yaml"));
        Files.writeString(plan, example.replaceAll(".*improvesBy.*\n", ""));
        try (TestDatabase database = MessagesFixture.database(PostgresServer.shared(), 2_000, 3)) {
            for (String command : commands) {
                Path list = folder.resolve(command);
                String on = Set.of("preview", "apply").contains(command) ? plan.toString() : "messages-monthly";
                ToolProcess process = ToolProcess.listing(list, database, command, on);
                assertThat(process.await()).as(process.output()).isZero();
                Files.readAllLines(list).stream()
                        .map(line -> line.replaceFirst(" id: .*", ""))
                        .filter(name -> NAME.matcher(name).matches() && !name.startsWith(ONLY_HERE))
                        .map(name -> OF_JACKSON.matcher(name).replaceFirst("underpin/jackson/"))
                        .forEach(names::add);
            }
        }
        return names;
    }
}
