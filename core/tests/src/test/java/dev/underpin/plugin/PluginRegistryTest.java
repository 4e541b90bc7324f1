package dev.underpin.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.underpin.plan.Plan;
import dev.underpin.plan.ProblemCode;
import dev.underpin.plan.SamplePlugin;
import dev.underpin.spi.Bindings;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.internal.Origin;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Program;
import dev.underpin.testkit.AddedClassPath;
import jakarta.inject.Inject;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginRegistryTest {

    record Plugin(String namespace, List<StepType<?, ?>> steps) implements StepPlugin {}

    record Nothing() {}

    @Described("Described.")
    record Good(@Described(value = "A size.", example = "1") int size) {}

    record Undescribed(
            @Described(value = "A size.", example = "1") int size) {}

    @Described("Holds another.")
    record Holder(
            @Described(value = "It.", example = "{ size: 1 }")
            Undescribed inner) {}

    @Described("Says nothing of its component.")
    record Silent(int size) {}

    @Described("Shows nothing.")
    record Exampleless(
            @Described("A size.") int size,
            @Described("Another.") Optional<String> optional) {}

    @Described("Cannot be written.")
    record Unwritable(
            @Described(value = "A socket.", example = "1") Socket socket) {}

    record Collaborator(String name) {
        @Inject
        Collaborator() {
            this("made by injection");
        }
    }

    static class Inert<C extends Record> implements Step<C, Nothing> {

        final Collaborator collaborator;

        @Inject
        Inert(Collaborator collaborator) {
            this.collaborator = collaborator;
        }

        @Override
        public Inspection precheck(C config, StepContext context) {
            return Inspection.CLEAN;
        }

        @Override
        public Nothing remember(C config, StepContext context) {
            return new Nothing();
        }

        @Override
        public Program apply(C config, Nothing memory, StepContext context) {
            return Program.EMPTY;
        }

        @Override
        public List<Check> verify(C config, Nothing memory, StepContext context) {
            return List.of();
        }
    }

    @SuppressWarnings("unchecked")
    private static <C extends Record> StepType<C, Nothing> type(String name, Class<C> config) {
        Class<? extends Step<C, Nothing>> step = (Class<? extends Step<C, Nothing>>) (Class<?>) Inert.class;
        return new StepType<>(name, "Does nothing.", 1, 1, config, Nothing.class, step);
    }

    private static List<ProblemCode> clashes(StepPlugin... plugins) {
        InvalidPlugins invalid = catchThrowableOfType(InvalidPlugins.class, () -> PluginRegistry.of(List.of(plugins)));
        assertThat(invalid.clashes()).allSatisfy(clash -> assertThat(invalid).hasMessageContaining(clash.message()));
        return invalid.clashes().stream().map(InvalidPlugins.Clash::code).toList();
    }

    @Test
    void typesAreFoundByNameWithTheirOrigin() {
        PluginRegistry registry =
                PluginRegistry.of(List.of(new Plugin("b", List.of(type("b.x", Good.class))), new SamplePlugin()));
        assertThat(registry.byName().keySet()).containsExactly("b.x", "sample.index", "sample.run", "sample.types");
        assertThat(registry.find("b.y")).isEmpty();
        Origin origin = registry.origin(registry.find("sample.run").orElseThrow());
        assertThat(origin.plugin()).isEqualTo(SamplePlugin.class.getName());
        assertThat(Path.of(origin.location())).isDirectory();
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThat(clashes(
                        new Plugin(
                                "a",
                                List.of(
                                        type("a.x", Good.class),
                                        type("a.x", Good.class),
                                        type("b.x", Good.class),
                                        type("a.", Good.class),
                                        type("a.Y", Good.class),
                                        type("a.holder", Holder.class),
                                        type("a.silent", Silent.class),
                                        type("a.exampleless", Exampleless.class),
                                        type("a.unwritable", Unwritable.class))),
                        new Plugin("a", List.of())))
                .containsExactly(
                        ProblemCode.STEP_TYPE_TWICE,
                        ProblemCode.STEP_TYPE_OUTSIDE_NAMESPACE,
                        ProblemCode.STEP_TYPE_OUTSIDE_NAMESPACE,
                        ProblemCode.STEP_TYPE_OUTSIDE_NAMESPACE,
                        ProblemCode.NOT_DESCRIBED,
                        ProblemCode.NOT_DESCRIBED,
                        ProblemCode.NO_EXAMPLE,
                        ProblemCode.UNSUPPORTED_TYPE,
                        ProblemCode.NAMESPACE_OWNED_TWICE);
    }

    @Test
    void aStepIsMadeWithItsCollaborators() {
        StepType<Good, Nothing> type = type("a.x", Good.class);
        Step<Good, Nothing> step =
                PluginRegistry.of(List.of(new Plugin("a", List.of(type)))).step(type);
        assertThat(step)
                .isInstanceOfSatisfying(
                        Inert.class,
                        inert -> assertThat(inert.collaborator.name()).isEqualTo("made by injection"));
    }

    interface Greeting {
        String text();
    }

    record Hello(String text) implements Greeting {
        @Inject
        Hello() {
            this("hello");
        }
    }

    static final class Greets extends Inert<Good> {

        final Greeting greeting;

        @Inject
        Greets(Collaborator collaborator, Greeting greeting) {
            super(collaborator);
            this.greeting = greeting;
        }
    }

    record Greeter(String namespace, Consumer<Bindings> says) implements StepPlugin {

        @Override
        public List<StepType<?, ?>> steps() {
            return List.of(
                    new StepType<>(namespace + ".greets", "Greets.", 1, 1, Good.class, Nothing.class, Greets.class));
        }

        @Override
        public void bind(Bindings bindings) {
            says.accept(bindings);
        }
    }

    @Test
    void twoPluginsThatBindTheSameTypeDoNotDisturbEachOther() {
        PluginRegistry registry = PluginRegistry.of(List.of(
                new Greeter("one", bindings -> bindings.bind(Greeting.class, () -> "good day")),
                new Greeter("two", bindings -> bindings.bind(Greeting.class, Hello.class))));
        assertThat(greeting(registry, "one.greets")).isEqualTo("good day");
        assertThat(greeting(registry, "two.greets")).isEqualTo("hello");
    }

    private static String greeting(PluginRegistry registry, String type) {
        Step<?, ?> step = registry.step(registry.find(type).orElseThrow());
        return ((Greets) step).greeting.text();
    }

    @Test
    void bindingsThatContradictThemselvesAreThePluginsOwnDefect() {
        PluginRegistry registry = PluginRegistry.of(List.of(
                new Greeter("one", bindings -> bindings.bind(Greeting.class, Hello.class)),
                new Greeter("two", bindings -> {
                    bindings.bind(Greeting.class, () -> "good day");
                    bindings.bind(Greeting.class, Hello.class);
                })));
        assertThatThrownBy(() -> registry.step(registry.find("two.greets").orElseThrow()))
                .isInstanceOf(InvalidPlugins.class)
                .hasMessageContaining(Origin.of(Greeter.class).toString())
                .hasMessageContaining(Greeting.class.getSimpleName());
        assertThat(greeting(registry, "one.greets")).isEqualTo("hello");
    }

    @Test
    void aPluginThatCannotBeLoadedIsNamed(@TempDir Path directory) throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(StepPlugin.class.getName()), "example.Missing\nexample.AlsoMissing\n");
        try (AddedClassPath ignored = AddedClassPath.with(directory)) {
            assertThatThrownBy(PluginRegistry::load)
                    .isInstanceOf(InvalidPlugins.class)
                    .hasMessageContaining("E0907")
                    .hasMessageContaining("example.Missing")
                    .hasMessageContaining("example.AlsoMissing");
        }
    }

    /** As those of the common pool are, in an application that is one executable jar. */
    @Test
    void aThreadThatDoesNotKnowTheLibraryFindsItsStepTypes(@TempDir Path directory) throws Exception {
        Path plan = Files.writeString(directory.resolve("plan.yaml"), """
                apiVersion: underpin/v1
                plan: one
                steps:
                  - id: one
                    uses: sql.assert
                    with: { sql: SELECT 1, expect: { value: 1 } }
                """);
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThat(PluginRegistry.load().byName()).containsKey("sql.assert");
            assertThat(Plan.read(plan).id()).isEqualTo("one");
        } finally {
            thread.setContextClassLoader(usual);
        }
    }
}
