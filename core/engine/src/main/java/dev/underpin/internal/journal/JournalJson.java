package dev.underpin.internal.journal;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.program.Program;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/** The journal's words: programs and other records as canonical JSON, kinds from a closed list, no class names. */
public final class JournalJson {

    /** Of the vocabulary of kinds below. A higher one is refused. */
    static final int FORMAT = 1;

    /** What a mapper has learned of types takes long to learn, and holds for every command. */
    private static final JsonMapper MAPPER = kinds(JsonMapper.builder())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .changeDefaultPropertyInclusion(
                    ignored -> JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .changeDefaultVisibility(visibility -> visibility
                    .withVisibility(PropertyAccessor.GETTER, Visibility.NONE)
                    .withVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                    .withVisibility(PropertyAccessor.FIELD, Visibility.ANY))
            .build();

    private static final JsonMapper SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private static JsonMapper.Builder kinds(JsonMapper.Builder builder) {
        Kinds.all().forEach((family, kinds) -> {
            builder.addMixIn(family, Kinded.class);
            kinds.forEach((type, name) -> builder.registerSubtypes(new NamedType(type, name)));
        });
        return builder;
    }

    public String write(Program program) {
        return text(new Envelope(FORMAT, program));
    }

    public Program readProgram(String json) {
        JsonNode written = MAPPER.readTree(json);
        int format = written.path("format").asInt(0);
        if (format < 1 || format > FORMAT) {
            throw new Failure(
                    Outcome.REFUSED,
                    EngineCodes.PROGRAM_FORMAT,
                    "the journal holds a program of format " + format + ", this tool knows 1 to " + FORMAT,
                    "Use the version of underpin that wrote it, or a newer one.");
        }
        return readable(() -> MAPPER.treeToValue(written, Envelope.class), Envelope.class.getSimpleName())
                .program();
    }

    /** SHA-256 of what a JSON text says; how the server prints it does not matter. */
    String digest(String text) {
        return Sha256.of(SORTED.writeValueAsString(SORTED.readTree(text))).hex();
    }

    /** Any record of the project or of a step module. */
    public String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /**
     * @throws Failure if that is no such record: it has something that the record does not know, or lacks something
     */
    public <T> T read(String json, Class<T> type) {
        return read(json, MAPPER.constructType(type), type.getSimpleName());
    }

    public <T> List<T> readList(String json, Class<T> element) {
        return read(
                json,
                MAPPER.getTypeFactory().constructCollectionType(List.class, element),
                "list of " + element.getSimpleName());
    }

    <T> T read(String json, TypeReference<T> type) {
        return read(json, MAPPER.constructType(type), "value");
    }

    private <T> T read(String json, JavaType type, String what) {
        return readable(() -> MAPPER.readValue(json, type), what);
    }

    private static <T> T readable(Supplier<T> reading, String what) {
        try {
            return reading.get();
        } catch (JacksonException unreadable) {
            throw new Failure(
                    Outcome.REFUSED,
                    EngineCodes.JOURNAL_UNREADABLE,
                    "the journal holds a " + what + " that cannot be read here"
                            + path(unreadable)
                                    .map(path -> ": " + path + " is not as expected")
                                    .orElse(""),
                    "Use the version of underpin, and of the step module, that wrote it.");
        }
    }

    /** The component that could not be read, such as {@code actions[2].title}. */
    private static Optional<String> path(JacksonException unreadable) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference part : unreadable.getPath()) {
            if (part.getPropertyName() == null) {
                path.append('[').append(part.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(part.getPropertyName());
            }
        }
        return Optional.of(path.toString()).filter(text -> !text.isEmpty());
    }

    record Envelope(int format, Program program) {}

    /** What comes in kinds says which it is; the names are those of {@link Kinds}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    private interface Kinded {}
}
