package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.cli.command.UnderpinCommand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The texts of help pages. */
class ProofreadingTest {

    private static void collect(CommandSpec spec, List<String> texts) {
        texts.addAll(List.of(spec.usageMessage().description()));
        for (ArgSpec argument : spec.args()) {
            assertThat(argument.description())
                    .as("%s %s", spec.qualifiedName(), argument.paramLabel())
                    .isNotEmpty();
            texts.addAll(List.of(argument.description()));
        }
        spec.subcommands().values().forEach(sub -> collect(sub.getCommandSpec(), texts));
    }

    @Test
    void everyDescriptionIsASentence() {
        List<String> texts = new ArrayList<>();
        collect(UnderpinCommand.withAll().getCommandSpec(), texts);
        assertThat(texts)
                .hasSizeGreaterThan(40)
                .allSatisfy(text -> assertThat(text).matches("[A-Z].*[.]").doesNotContain("  ", " ,", " ."));
    }

    @Test
    void everyCommandOfTheContractIsThere() {
        assertThat(UnderpinCommand.withAll().getSubcommands().keySet())
                .contains(
                        "validate",
                        "steps",
                        "schema",
                        "check",
                        "preview",
                        "apply",
                        "cutover",
                        "resume",
                        "verify",
                        "rollback",
                        "finalize",
                        "maintain",
                        "sync",
                        "status");
    }
}
