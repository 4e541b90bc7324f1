package dev.underpin.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.underpin.plan.ConfigCodec;
import dev.underpin.plan.StepTypes;
import dev.underpin.plan.shape.Field;
import dev.underpin.plan.shape.Shape;
import dev.underpin.plan.shape.Shapes;
import dev.underpin.spi.StepType;
import dev.underpin.spi.config.Described;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every step type's configuration and memory promise: examples and defaults are of their types, texts are sentences,
 * and both come back from JSON as they were.
 */
public abstract class ConfigRoundTrip {

    private static final int MEMORIES = 200;

    private static final List<String> LONG = List.of(
            "a", "1", "\"", "\"\"a", "'", "''", "(", ")", ".", "a.", "{MM}", "{table}", "$$", "--\n", "/*", " ", "- ",
            "e'", "select ", ";");

    private final ConfigCodec codec = new ConfigCodec();

    /** The step types of the module. */
    protected abstract StepTypes types();

    @TestFactory
    final Stream<DynamicTest> examplesAndDefaultsAreOfTheirTypes() {
        return each(type -> fields(type).forEach(field -> {
            if (!field.example().isEmpty()) {
                assertThat(codec.problems(field.example(), field.shape()))
                        .as("the example of %s", field.name())
                        .isEmpty();
            }
            field.absent()
                    .ifPresent(absent -> assertThat(codec.problems(absent, field.shape()))
                            .as("the default of %s", field.name())
                            .isEmpty());
        }));
    }

    /** However long a text is, it is taken or refused; nothing recurses with its length. */
    @TestFactory
    final Stream<DynamicTest> noTextIsTooLong() {
        return each(type -> fields(type)
                .forEach(field -> singles(field.shape())
                        .forEach(single ->
                                LONG.forEach(piece -> assertThatCode(() -> tried(single, piece.repeat(20_000)))
                                        .as("%s as %s, 20,000 times", field.name(), piece)
                                        .doesNotThrowAnyException()))));
    }

    private static void tried(Shape.Single single, String text) {
        try {
            single.parse(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    private static Stream<Shape.Single> singles(Shape shape) {
        if (shape instanceof Shape.Single single) {
            return Stream.of(single);
        }
        if (shape instanceof Shape.Maybe maybe) {
            return singles(maybe.inner());
        }
        if (shape instanceof Shape.Listed listed) {
            return singles(listed.item());
        }
        return shape instanceof Shape.Keyed keyed ? singles(keyed.value()) : Stream.empty();
    }

    @TestFactory
    final Stream<DynamicTest> descriptionsAreSentences() {
        return each(type -> {
            assertThat(type.summary()).endsWith(".");
            assertThat(Shapes.ofRecord(type.config()).description()).endsWith(".");
            fields(type)
                    .forEach(field -> assertThat(field.description())
                            .as(field.name())
                            .matches("(?s)\\S.*\\.")
                            .doesNotContainIgnoringCase("todo"));
        });
    }

    /** An example of the whole configuration stands on its record, where those of the components do not go together. */
    @TestFactory
    final Stream<DynamicTest> theExampleComesBackAsItWas() {
        return each(type -> {
            Record config = codec.parse(example(type.config()), type.config());
            assertThat(codec.read(codec.write(config), type.config())).isEqualTo(config);
            assertThat(codec.write(codec.read(codec.write(config), type.config())))
                    .isEqualTo(codec.write(config));
        });
    }

    @TestFactory
    final Stream<DynamicTest> anyMemoryComesBackAsItWas() {
        return each(type -> IntStream.range(0, MEMORIES).forEach(seed -> {
            Record memory = new RandomRecords(seed).next(type.memory());
            assertThat(codec.read(codec.write(memory), type.memory())).isEqualTo(memory);
        }));
    }

    private static String example(Class<? extends Record> config) {
        Described described = config.getAnnotation(Described.class);
        if (described != null && !described.example().isEmpty()) {
            return described.example();
        }
        String composed = Shapes.ofRecord(config).fields().stream()
                .filter(field -> !field.example().isEmpty())
                .map(field -> field.name() + ": " + field.example())
                .collect(Collectors.joining("\n"));
        return composed.isEmpty() ? "{}" : composed;
    }

    private Stream<DynamicTest> each(Consumer<StepType<?, ?>> promise) {
        assertThat(types().byName()).isNotEmpty();
        return types().byName().values().stream()
                .map(type -> DynamicTest.dynamicTest(type.name(), () -> promise.accept(type)));
    }

    /** Those of the configuration and of all records in it. */
    private static List<Field> fields(StepType<?, ?> type) {
        List<Field> found = new ArrayList<>();
        collect(Shapes.ofRecord(type.config()), found, new HashSet<>());
        return found;
    }

    private static void collect(Shape shape, List<Field> found, Set<Class<?>> seen) {
        if (shape instanceof Shape.Maybe maybe) {
            collect(maybe.inner(), found, seen);
        } else if (shape instanceof Shape.Listed listed) {
            collect(listed.item(), found, seen);
        } else if (shape instanceof Shape.Keyed keyed) {
            collect(keyed.value(), found, seen);
        } else if (shape instanceof Shape.Variant variant) {
            variant.cases().values().forEach(chosen -> collect(chosen, found, seen));
        } else if (shape instanceof Shape.Fields fields && seen.add(fields.type())) {
            found.addAll(fields.fields());
            fields.fields().forEach(field -> collect(field.shape(), found, seen));
        }
    }
}
