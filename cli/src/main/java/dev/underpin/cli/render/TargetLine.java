package dev.underpin.cli.render;

import dev.underpin.cli.terminal.Ink;
import dev.underpin.report.ServerTarget;

/** The line that names what a command works on. */
public final class TargetLine {

    private TargetLine() {}

    /** {@code chat on db1:5432 as app, PostgreSQL 17.6, dialect postgresql, primary}. */
    public static String of(ServerTarget target) {
        return Ink.BOLD.on(target.database()) + " on "
                + Ink.BOLD.on(bracketed(target.host()) + ":" + target.port()) + " as " + Ink.BOLD.on(target.user())
                + ", PostgreSQL " + target.serverVersion() + ", dialect " + target.dialect() + ", "
                + (target.standby() ? Ink.YELLOW.on("standby") : "primary");
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
