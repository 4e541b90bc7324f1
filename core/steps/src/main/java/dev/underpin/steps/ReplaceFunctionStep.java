package dev.underpin.steps;

import dev.underpin.spi.change.Change;
import dev.underpin.spi.change.ChangeStep;
import dev.underpin.spi.change.ReplaceFunction;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.sql.SqlText;
import dev.underpin.spi.sql.SqlToken;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;

/** {@code function.replace}. */
public final class ReplaceFunctionStep extends ChangeStep<ReplaceFunctionStep.Config> {

    @Described("Another definition of a function or procedure, or a new one.")
    public record Config(
            @Described(
                    value = "Which one: schema, name and argument types, types of your own with their schema.",
                    example = "public.greeting(text)")
            String function,

            @Described(
                    value = "The whole statement.",
                    example =
                            "CREATE OR REPLACE FUNCTION public.greeting(who text) RETURNS text LANGUAGE sql AS $$ SELECT 'Hello ' || who $$")
            SqlText definition) {

        public Config {
            if (!function.matches("(?s)[^(]+\\.[^(]+\\(.*\\)")) {
                throw new InvalidConfig(
                        "function",
                        "its schema, its name and the types of its arguments are needed to know which one is meant",
                        "Write it as public.greeting(text).");
            }
            List<String> words = words(definition.text());
            boolean creates = definition.statements().size() == 1
                    && words.size() == 4
                    && words.subList(0, 3).equals(List.of("create", "or", "replace"))
                    && List.of("function", "procedure").contains(words.get(3));
            if (!creates) {
                throw new InvalidConfig(
                        "definition",
                        "it is not one statement that begins with CREATE OR REPLACE FUNCTION or PROCEDURE",
                        "Write the whole statement, and nothing else.");
            }
        }

        boolean procedure() {
            return words(definition.text()).get(3).equals("procedure");
        }

        private static List<String> words(String sql) {
            return SqlToken.of(sql).stream()
                    .filter(token -> token.kind() != SqlToken.Kind.COMMENT)
                    .limit(4)
                    .map(token -> token.in(sql).toLowerCase(Locale.ROOT))
                    .toList();
        }
    }

    @Inject
    public ReplaceFunctionStep() {}

    @Override
    protected List<Change> changes(Config config) {
        return List.of(new ReplaceFunction(
                config.function(), config.definition().statements().get(0), config.procedure()));
    }
}
