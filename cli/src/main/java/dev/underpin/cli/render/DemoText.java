package dev.underpin.cli.render;

import dev.underpin.cli.terminal.Ink;
import java.util.ArrayList;
import java.util.List;

/** What can be done with a demo's server that stays up. */
public final class DemoText {

    private DemoText() {}

    public static List<String> kept(String url, String plan) {
        List<String> lines = new ArrayList<>();
        // In quotes, since shells give a meaning to the question mark.
        String quoted = "'" + url + "'";
        lines.add("The server stays up, for you alone: " + Ink.BOLD.on(quoted));
        lines.add("");
        lines.add("Try next:");
        for (String command : List.of(
                "underpin status --url " + quoted,
                "underpin verify " + plan + " --url " + quoted,
                "underpin rollback " + plan + " --url " + quoted,
                "underpin finalize " + plan + " --url " + quoted,
                "psql " + quoted)) {
            lines.add("  " + command);
        }
        lines.add("");
        lines.add("Stop it and remove its files: " + Ink.BOLD.on("underpin demo --stop"));
        return lines;
    }
}
