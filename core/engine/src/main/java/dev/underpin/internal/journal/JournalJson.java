package dev.underpin.internal.journal;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Await;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Drain;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Export;
import dev.underpin.spi.program.Identify;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Parallel;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The journal's words: programs and other records as canonical JSON, kinds from a closed list, no class names. */
public final class JournalJson {

    /** Of the vocabulary of kinds below. A higher one is refused. */
    static final int FORMAT = 1;

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .changeDefaultPropertyInclusion(
                    ignored -> JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .changeDefaultVisibility(visibility -> visibility
                    .withVisibility(PropertyAccessor.GETTER, Visibility.NONE)
                    .withVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                    .withVisibility(PropertyAccessor.FIELD, Visibility.ANY))
            .addMixIn(Action.class, ActionKinds.class)
            .addMixIn(Op.class, OpKinds.class)
            .addMixIn(Chunks.class, ChunkKinds.class)
            .addMixIn(Undo.class, UndoKinds.class)
            .addMixIn(Question.class, QuestionKinds.class)
            .addMixIn(Question.PlanExpectation.class, PlanExpectationKinds.class)
            .addMixIn(Expect.class, ExpectKinds.class)
            .build();

    private final JsonMapper sorted =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    public String write(Program program) {
        return text(new Envelope(FORMAT, program));
    }

    public Program readProgram(String json) {
        int format = mapper.readTree(json).path("format").asInt(0);
        if (format < 1 || format > FORMAT) {
            throw new Failure(
                    Outcome.REFUSED,
                    EngineCodes.PROGRAM_FORMAT,
                    "the journal holds a program of format " + format + ", this tool knows 1 to " + FORMAT,
                    "Use the version of underpin that wrote it, or a newer one.");
        }
        return read(json, Envelope.class).program();
    }

    /** SHA-256 of what a JSON text says; how the server prints it does not matter. */
    String digest(String text) {
        return Sha256.of(sorted.writeValueAsString(sorted.readTree(text))).hex();
    }

    /** Any record of the project or of a step module. */
    public String text(Object value) {
        return mapper.writeValueAsString(value);
    }

    public <T> T read(String json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (JacksonException unreadable) {
            throw new Failure(
                    Outcome.REFUSED,
                    EngineCodes.JOURNAL_UNREADABLE,
                    "the journal holds a " + type.getSimpleName() + " that cannot be read: "
                            + unreadable.getOriginalMessage(),
                    "Use the version of underpin, and of the step module, that wrote it.");
        }
    }

    public <T> List<T> readList(String json, Class<T> element) {
        return mapper.readValue(json, mapper.getTypeFactory().constructCollectionType(List.class, element));
    }

    <T> T read(String json, TypeReference<T> type) {
        return mapper.readValue(json, type);
    }

    record Envelope(int format, Program program) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Transaction.class, name = "transaction"),
        @JsonSubTypes.Type(value = Autocommit.class, name = "autocommit"),
        @JsonSubTypes.Type(value = Batches.class, name = "batches"),
        @JsonSubTypes.Type(value = Export.class, name = "export"),
        @JsonSubTypes.Type(value = Await.class, name = "await"),
        @JsonSubTypes.Type(value = Parallel.class, name = "parallel"),
        @JsonSubTypes.Type(value = Converge.class, name = "converge")
    })
    private interface ActionKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Sql.class, name = "sql"),
        @JsonSubTypes.Type(value = Drain.class, name = "drain"),
        @JsonSubTypes.Type(value = Check.class, name = "check"),
        @JsonSubTypes.Type(value = Identify.class, name = "identify")
    })
    private interface OpKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Chunks.Pages.class, name = "pages"),
        @JsonSubTypes.Type(value = Chunks.Keys.class, name = "keys"),
        @JsonSubTypes.Type(value = Chunks.Log.class, name = "log")
    })
    private interface ChunkKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Undo.None.class, name = "none"),
        @JsonSubTypes.Type(value = Undo.Harmless.class, name = "harmless"),
        @JsonSubTypes.Type(value = Undo.By.class, name = "by"),
        @JsonSubTypes.Type(value = Undo.Irreversible.class, name = "irreversible")
    })
    private interface UndoKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Question.Rows.class, name = "rows"),
        @JsonSubTypes.Type(value = Question.Sample.class, name = "sample"),
        @JsonSubTypes.Type(value = Question.Matrix.class, name = "matrix"),
        @JsonSubTypes.Type(value = Question.PlanShape.class, name = "plan-shape"),
        @JsonSubTypes.Type(value = Question.Timing.class, name = "timing"),
        @JsonSubTypes.Type(value = Question.Same.class, name = "same")
    })
    private interface QuestionKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Question.PlanExpectation.UsesIndex.class, name = "uses-index"),
        @JsonSubTypes.Type(value = Question.PlanExpectation.NoSeqScanOn.class, name = "no-seq-scan-on"),
        @JsonSubTypes.Type(value = Question.PlanExpectation.Prunes.class, name = "prunes"),
        @JsonSubTypes.Type(value = Question.PlanExpectation.NoJoin.class, name = "no-join")
    })
    private interface PlanExpectationKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Expect.Value.class, name = "value"),
        @JsonSubTypes.Type(value = Expect.Count.class, name = "count"),
        @JsonSubTypes.Type(value = Expect.Evidence.class, name = "evidence"),
        @JsonSubTypes.Type(value = Expect.Remembered.class, name = "remembered"),
        @JsonSubTypes.Type(value = Expect.Noted.class, name = "noted")
    })
    private interface ExpectKinds {}
}
