package dev.underpin.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Sql.Author;
import dev.underpin.spi.program.Sql.Param;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParametersTest {

    @Test
    void onlyAnOperatorsQuestionMarkIsDoubled() {
        String text = "SELECT doc ? 'why?', \"a?\", $$?$$ /* ? */ FROM t WHERE id = :from -- ?";
        Sql sql = new Sql(
                text,
                List.of(new Param("from", "bigint", text.indexOf(":from"), Optional.empty())),
                List.of(),
                Author.TOOL);
        assertThat(Parameters.withPlaceholders(sql))
                .isEqualTo("SELECT doc ?? 'why?', \"a?\", $$?$$ /* ? */ FROM t WHERE id = CAST(? AS bigint) -- ?");
    }
}
