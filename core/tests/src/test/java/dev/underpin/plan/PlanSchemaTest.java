package dev.underpin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.underpin.plugin.PluginRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reader and the schema describe one language. */
class PlanSchemaTest {

    private static final PluginRegistry TYPES = PluginRegistry.of(List.of(new SamplePlugin()));
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(PlanSchema.of(TYPES), InputFormat.JSON);

    static List<CataloguedPlan> valid() {
        return CataloguedPlan.all("valid");
    }

    static List<CataloguedPlan> invalid() {
        return CataloguedPlan.all("invalid");
    }

    @Test
    void theSchemaIsASchema() {
        Schema meta = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(PlanSchema.of(TYPES), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void whatTheReaderReadsTheSchemaAccepts(CataloguedPlan plan) throws IOException {
        assertThat(errors(plan)).as("%s", plan).hasValue(List.of());
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void whatTheReaderRefusesTheSchemaRefusesUnlessItIsBeyondIt(CataloguedPlan plan) throws IOException {
        boolean refused = errors(plan).map(found -> !found.isEmpty()).orElse(false);
        assertThat(refused).as("%s is refused by the schema", plan).isEqualTo(!plan.beyondSchema());
    }

    /** Empty if the file is not YAML as plans use it, so that there is nothing to judge. */
    private static Optional<List<Error>> errors(CataloguedPlan plan) throws IOException {
        Problems problems = new Problems(plan.toString());
        return YamlComposer.compose(new String(Files.readAllBytes(plan.file()), StandardCharsets.UTF_8), problems)
                .filter(node -> !problems.any())
                .map(node -> SCHEMA.validate(JsonText.write(node), InputFormat.JSON));
    }
}
