package dev.underpin.cli.progress;

import dev.underpin.cli.render.TargetLine;
import dev.underpin.cli.terminal.Screen;
import dev.underpin.report.RunEvent;
import dev.underpin.report.ServerTarget;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names the target once, before anything else is said. */
public final class TargetAnnouncement implements EventSink {

    private final Screen screen;
    private volatile boolean asResult;
    private volatile @Nullable ServerTarget target;

    /** @param asResult whether the line opens the result; otherwise it goes where progress goes */
    public TargetAnnouncement(Screen screen, boolean asResult) {
        this.screen = screen;
        this.asResult = asResult;
    }

    /** Has the line go where progress goes. */
    public void aside() {
        asResult = false;
    }

    @Override
    public void on(Instant at, RunEvent event) {
        if (event instanceof RunEvent.Connected connected) {
            name(connected.target());
        }
    }

    public synchronized void name(ServerTarget reached) {
        if (target != null) {
            return;
        }
        target = reached;
        if (asResult) {
            screen.out(TargetLine.of(reached));
        }
        if (!asResult || screen.streams().terminalErr() && !screen.streams().terminalOut()) {
            screen.err(TargetLine.of(reached));
        }
    }

    /** The server that was reached. */
    public Optional<ServerTarget> target() {
        return Optional.ofNullable(target);
    }
}
