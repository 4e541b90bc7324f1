package dev.underpin.cli.progress;

import dev.underpin.cli.render.ProblemText;
import dev.underpin.cli.terminal.Screen;
import dev.underpin.report.RunEvent;
import java.time.Instant;

/** Shows what should be known even by those who do not want to be told how a run goes. */
public final class NoticeDisplay implements EventSink {

    private final Screen screen;

    public NoticeDisplay(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void on(Instant at, RunEvent event) {
        if (event instanceof RunEvent.Noticed noticed) {
            ProblemText.lines(noticed.problem()).forEach(screen::err);
        }
    }
}
