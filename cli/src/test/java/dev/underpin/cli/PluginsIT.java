package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.report.Outcome;
import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.spi.dialect.StatementsProvider;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jars of others, and what can be wrong with them. None of it reaches the database. */
@PostgresTest
@SideBySide
class PluginsIT {

    private static final String PLUGIN = """
            import dev.underpin.spi.*;
            import java.util.List;
            public class OtherPlugin implements StepPlugin {
                public OtherPlugin() {}
                public String namespace() { return "other"; }
                public List<StepType<?, ?>> steps() {
                    return List.of(new StepType<>("other.nothing", "Does nothing.", 1, 1, OtherStep.Config.class, OtherStep.Memory.class, OtherStep.class));
                }
            }
            """;
    private static final String STEP = """
            import dev.underpin.spi.*;
            import dev.underpin.spi.config.Described;
            import dev.underpin.spi.program.Check;
            import dev.underpin.spi.program.Program;
            import jakarta.inject.Inject;
            import java.util.List;
            public class OtherStep implements Step<OtherStep.Config, OtherStep.Memory> {
                @Described("Nothing.")
                public record Config(@Described(value = "A word.", example = "so") String word) {}
                public record Memory() {}
                @Inject
                public OtherStep() {}
                public Inspection precheck(Config config, StepContext context) { return Inspection.CLEAN; }
                public Memory remember(Config config, StepContext context) { return new Memory(); }
                public Program apply(Config config, Memory memory, StepContext context) { return Program.EMPTY; }
                public List<Check> verify(Config config, Memory memory, StepContext context) { return List.of(); }
            }
            """;
    private static final String DIALECT = """
            import dev.underpin.spi.dialect.*;
            import java.util.Optional;
            import java.util.OptionalInt;
            public class %1$s implements DialectProvider {
                public String id() { return "%2$s"; }
                public Optional<String> parent() { return Optional.of("postgresql"); }
                public OptionalInt recognises(Server server) { return OptionalInt.of(7); }
                public Dialect dialect(Server server, Optional<Dialect> parent) {
                    return new DerivedDialect(id(), id(), parent.orElseThrow());
                }
            }
            """;

    @TempDir
    private Path directory;

    private PluginJar jar() {
        return new PluginJar(directory);
    }

    private PluginJar plugin() {
        return jar().source("OtherPlugin", PLUGIN)
                .source("OtherStep", STEP)
                .service(StepPlugin.class, "other.OtherPlugin");
    }

    private PluginJar dialect(String type, String id) {
        return jar().source(type, DIALECT.formatted(type, id)).service(DialectProvider.class, "other." + type);
    }

    private Path plugins() {
        return directory.resolve("plugins");
    }

    private Path plan() throws IOException {
        return Files.writeString(directory.resolve("plan.yaml"), """
                apiVersion: underpin/v1
                plan: nothing
                steps:
                  - id: it
                    uses: other.nothing
                    with: { word: so }
                """);
    }

    private FakeHost host() {
        return new FakeHost(Terminal.none(), directory).realEngine();
    }

    private FakeHost host(TestDatabase database, String... arguments) {
        FakeHost host = host();
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = database.url();
        host.exit = host.run(all);
        return host;
    }

    private static void untouched(TestDatabase database) {
        assertThat(database.queryBoolean("SELECT to_regnamespace('underpin') IS NULL"))
                .isTrue();
    }

    /** Applies a plan that could be applied, and is refused on account of a jar. */
    private String refused(TestDatabase database, String... options) throws IOException {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "apply";
        arguments[1] = plan().toString();
        arguments[2] = "--yes";
        System.arraycopy(options, 0, arguments, 3, options.length);
        FakeHost host = host(database, arguments);
        assertThat(host.exit).as(host.err()).isEqualTo(Outcome.USAGE.exitCode());
        assertThat(host.connections).isEmpty();
        untouched(database);
        return host.err();
    }

    private String refused(TestDatabase database) throws IOException {
        return refused(database, "--plugins", plugins().toString());
    }

    @Test
    void theStepTypesOfAFolderAreAppliedWithAndWithoutTheOption(TestDatabase database) throws IOException {
        plugin().at(plugins().resolve("other.jar"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        FakeHost steps = host(database, "steps", "--plugins", plugins().toString(), "--output", "json");
        FakeHost applied = host(
                database,
                "apply",
                plan().toString(),
                "--yes",
                "--plugins",
                plugins().toString());
        FakeHost byVariable = host().variable(
                        "UNDERPIN_PLUGINS",
                        File.pathSeparator + plugins() + File.pathSeparator + plugins() + "/../plugins");

        assertThat(steps.out())
                .contains("other.nothing", plugins().resolve("other.jar").toString());
        assertThat(applied.exit).as(applied.err()).isZero();
        assertThat(byVariable.run("validate", plan().toString())).isZero();
        assertThat(host().run("validate", plan().toString())).isEqualTo(Outcome.PLAN_INVALID.exitCode());
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void aLibraryOfAPluginLiesInASubfolder(TestDatabase database) throws IOException {
        plugin().without("OtherStep").at(plugins().resolve("other.jar"));
        assertThat(refused(database))
                .contains("E0907", "OtherStep", plugins().resolve("other.jar").toString());

        jar().source("OtherPlugin", PLUGIN)
                .source("OtherStep", STEP)
                .without("OtherPlugin")
                .at(plugins().resolve("lib/step.jar"));
        FakeHost found =
                host(database, "steps", "other.nothing", "--plugins", plugins().toString());
        assertThat(found.exit).as(found.err()).isZero();
    }

    @Test
    void aFolderThatIsNotThereIsNamed(TestDatabase database) throws IOException {
        assertThat(refused(database)).contains("error[E8111]", plugins().toString(), "--plugins");
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(refused(database, "--plugins", file.toString())).contains("error[E8111]", file.toString());
        FakeHost host = host().variable("UNDERPIN_PLUGINS", plugins().toString());
        assertThat(host.run("steps")).isEqualTo(Outcome.USAGE.exitCode());
        assertThat(host.err()).contains("error[E8111]", plugins().toString(), "UNDERPIN_PLUGINS");
    }

    @Test
    void aClassPathEntryThatIsNotThereIsNamed() {
        Path missing = directory.resolve("missing.jar");
        FakeHost host = host().variable("UNDERPIN_CLASSPATH", directory + File.pathSeparator + missing);
        assertThat(host.run("steps")).isEqualTo(Outcome.USAGE.exitCode());
        assertThat(host.err()).contains("error[E8112]", missing.toString(), "UNDERPIN_CLASSPATH");

        FakeHost help = host().variable("UNDERPIN_CLASSPATH", missing.toString());
        assertThat(help.run("version")).isZero();
    }

    @Test
    void whatIsNoJarAndWhatIsNoPluginAreNamedTogether(TestDatabase database) throws IOException {
        Files.createDirectories(plugins());
        Path broken = Files.writeString(plugins().resolve("broken.jar"), "not a zip");
        Path library =
                jar().source("Library", "public class Library {}").at(plugins().resolve("library.jar"));

        assertThat(refused(database))
                .contains(
                        "error[E8113]",
                        broken.toString(),
                        "error[E8114]",
                        library.toString(),
                        plugins().resolve("lib").toString());
    }

    @Test
    void twoVersionsOfOnePluginAreNamedBoth(TestDatabase database) throws IOException {
        Path one = plugin().at(plugins().resolve("other-1.jar"));
        Path two =
                plugin().source("Later", "public class Later {}").at(plugins().resolve("other-2.jar"));

        assertThat(refused(database)).contains("error[E0908]", one.toString(), two.toString());
    }

    @Test
    void twoPluginsOfOneNamespaceAreNamedBoth(TestDatabase database) throws IOException {
        Path one = plugin().at(plugins().resolve("one.jar"));
        Path two = jar().source("SamePlugin", PLUGIN.replace("OtherPlugin", "SamePlugin"))
                .source("OtherStep", STEP)
                .service(StepPlugin.class, "other.SamePlugin")
                .at(plugins().resolve("two.jar"));

        assertThat(refused(database)).contains("error[E0901]", one.toString(), two.toString());
    }

    @Test
    void aPluginThatCannotBeLoadedIsNamedWithItsJar(TestDatabase database) throws IOException {
        Path base = jar().source("Base", "public class Base {}")
                .source("OtherPlugin", PLUGIN.replace("implements", "extends Base implements"))
                .source("OtherStep", STEP)
                .service(StepPlugin.class, "other.OtherPlugin")
                .without("Base")
                .at(plugins().resolve("no-base.jar"));
        Path hidden = jar().source(
                        "HiddenPlugin",
                        PLUGIN.replace("OtherPlugin", "HiddenPlugin")
                                .replace("public HiddenPlugin()", "public HiddenPlugin(int size)"))
                .source("OtherStep", STEP)
                .service(StepPlugin.class, "other.HiddenPlugin")
                .at(plugins().resolve("hidden.jar"));
        Path absent = jar().service(StepPlugin.class, "other.AbsentPlugin")
                .at(plugins().resolve("absent.jar"));

        assertThat(refused(database))
                .contains("error[E0907]", base.toString(), "class other.Base is missing")
                .contains(hidden.toString(), "no public constructor without parameters")
                .contains(absent.toString(), "there is no such class");
    }

    @Test
    void aStepThatCannotBeInjectedIsNamedWithItsJar(TestDatabase database) throws IOException {
        Path jar = jar().source("OtherPlugin", PLUGIN)
                .source("OtherStep", STEP.replace("@Inject", ""))
                .service(StepPlugin.class, "other.OtherPlugin")
                .at(plugins().resolve("other.jar"));

        assertThat(refused(database))
                .contains("error[E0909]", "other.OtherStep", jar.toString(), "jakarta.inject.Inject");
    }

    @Test
    void aStepWhoseCollaboratorCannotBeInjectedIsNamedWithItsJar(TestDatabase database) throws IOException {
        Path jar = plugin().source("OtherStep", STEP.replace("public OtherStep()", "public OtherStep(Needed needed)"))
                .source("Needed", "public class Needed { public Needed(int size) {} }")
                .at(plugins().resolve("other.jar"));

        FakeHost host = host(
                database,
                "apply",
                plan().toString(),
                "--yes",
                "--plugins",
                plugins().toString());

        assertThat(host.exit).as(host.err()).isEqualTo(Outcome.USAGE.exitCode());
        assertThat(host.err()).contains("error[E0907]", "other.Needed", jar.toString());
        untouched(database);
    }

    @Test
    void twoDialectsThatTieAreNamedBoth(TestDatabase database) throws IOException {
        plugin().at(plugins().resolve("other.jar"));
        dialect("One", "one").at(plugins().resolve("dialect-1.jar"));
        dialect("Two", "two").at(plugins().resolve("dialect-2.jar"));

        FakeHost host = host(
                database,
                "apply",
                plan().toString(),
                "--yes",
                "--plugins",
                plugins().toString());

        assertThat(host.exit).as(host.err()).isEqualTo(Outcome.REFUSED.exitCode());
        assertThat(host.err()).contains("error[E1302]", "dialect-1.jar", "dialect-2.jar");
        untouched(database);
    }

    @Test
    void twoDialectsOfOneNameAreNamedBoth(TestDatabase database) throws IOException {
        plugin().at(plugins().resolve("other.jar"));
        Path one = dialect("One", "same").at(plugins().resolve("dialect-1.jar"));
        Path two = dialect("Two", "same").at(plugins().resolve("dialect-2.jar"));

        FakeHost host = host(
                database,
                "apply",
                plan().toString(),
                "--yes",
                "--plugins",
                plugins().toString());

        assertThat(host.exit).as(host.err()).isEqualTo(Outcome.USAGE.exitCode());
        assertThat(host.err()).contains("error[E0910]", one.toString(), two.toString());
        untouched(database);
    }

    @Test
    void statementsThatCannotBeLoadedAreNamedWithTheirJar(TestDatabase database) throws IOException {
        plugin().at(plugins().resolve("other.jar"));
        Path broken = jar().service(StatementsProvider.class, "other.Absent")
                .at(plugins().resolve("statements.jar"));

        FakeHost host = host(
                database,
                "apply",
                plan().toString(),
                "--yes",
                "--plugins",
                plugins().toString());

        assertThat(host.exit).as(host.err()).isEqualTo(Outcome.USAGE.exitCode());
        assertThat(host.err()).contains("error[E0907]", broken.toString());
        untouched(database);
    }
}
