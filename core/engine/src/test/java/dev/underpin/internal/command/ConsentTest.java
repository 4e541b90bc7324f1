package dev.underpin.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.report.ActionReport;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.report.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsentTest {

    private final List<RunReport> asked = new ArrayList<>();
    private final Consent consent = new Consent(asked::add);

    private static RunReport preview(String sql, String size) {
        ActionReport action = new ActionReport(
                "copy",
                "Copy",
                "BATCHES",
                List.of(sql),
                List.of(),
                "",
                "nothing",
                Optional.of(size),
                Optional.empty(),
                RunState.PENDING,
                0,
                0,
                List.of());
        return new RunReport(
                "preview",
                "mirror",
                Optional.empty(),
                Optional.of(RunState.PENDING),
                Outcome.DONE,
                Optional.empty(),
                List.of(new StepReport("goods", "bench.mirror", RunState.PENDING, 0, false, List.of(action))),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void theSameIsAskedOnceHoweverMuchThereIsOfIt() {
        consent.to(preview("INSERT", "300 rows"));
        consent.to(preview("INSERT", "400 rows"));
        assertThat(asked).hasSize(1);
    }

    @Test
    void somethingElseIsAskedAgain() {
        consent.to(preview("INSERT", "300 rows"));
        consent.to(preview("DELETE", "300 rows"));
        assertThat(asked).hasSize(2);
    }

    @Test
    void whoHasNotAgreedIsAskedAgain() {
        boolean[] agrees = {false};
        Consent reluctant = new Consent(preview -> {
            asked.add(preview);
            if (!agrees[0]) {
                throw new IllegalStateException("no");
            }
        });
        assertThatThrownBy(() -> reluctant.to(preview("INSERT", ""))).hasMessage("no");
        agrees[0] = true;
        reluctant.to(preview("INSERT", ""));
        assertThat(asked).hasSize(2);
    }
}
