package dev.underpin.cli.json;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.answer.Answer.Failed;
import dev.underpin.cli.answer.Answer.Maintained;
import dev.underpin.cli.answer.Answer.Ran;
import dev.underpin.cli.answer.Answer.Recited;
import dev.underpin.cli.answer.Answer.Stood;
import dev.underpin.cli.answer.Answer.Told;
import dev.underpin.cli.answer.Answer.Validated;
import dev.underpin.cli.terminal.Paper;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** An answer as one JSON document. */
public final class AnswerJson {

    private AnswerJson() {}

    /** Indented, with a line feed at its end. */
    public static String of(Answer answer) {
        if (answer instanceof Told told) {
            return told.json().get().stripTrailing() + "\n";
        }
        return node(answer).toPrettyString() + "\n";
    }

    private static ObjectNode node(Answer answer) {
        if (answer instanceof Ran ran) {
            return ReportJson.run(ran.report());
        } else if (answer instanceof Maintained maintained) {
            return ReportJson.upkeep(maintained.report());
        } else if (answer instanceof Stood stood) {
            return ReportJson.status(stood.report(), stood.outcome().exitCode());
        } else if (answer instanceof Validated validated) {
            return validated(validated);
        } else if (answer instanceof Recited recited) {
            return ReportJson.document(recited.command())
                    .put("exitCode", recited.outcome().exitCode())
                    .put("text", Paper.plain(String.join("\n", recited.text())));
        } else if (answer instanceof Failed failed) {
            return failed(failed);
        }
        throw new IllegalArgumentException(answer.toString());
    }

    private static ObjectNode validated(Validated validated) {
        List<Problem> all = validated.files().stream()
                .flatMap(file -> file.problems().stream())
                .toList();
        Optional<String> only =
                validated.files().size() == 1 ? validated.files().get(0).plan() : Optional.empty();
        ObjectNode node = ReportJson.document("validate");
        ReportJson.put(node, "plan", only);
        node.put("exitCode", validated.outcome().exitCode());
        node.set("files", ReportJson.list(validated.files(), (entry, file) -> {
            entry.put("file", file.file());
            ReportJson.put(entry, "plan", file.plan());
            entry.put("steps", file.steps());
            entry.put("valid", file.valid());
        }));
        node.set("findings", ReportJson.findings(all));
        return node;
    }

    private static ObjectNode failed(Failed failed) {
        ObjectNode node = ReportJson.run(new RunReport(
                failed.command(),
                failed.plan().orElse(""),
                Optional.empty(),
                Optional.empty(),
                failed.outcome(),
                failed.target(),
                List.of(),
                List.of(),
                failed.problems(),
                failed.next()));
        ReportJson.put(node, "plan", failed.plan());
        return node;
    }
}
