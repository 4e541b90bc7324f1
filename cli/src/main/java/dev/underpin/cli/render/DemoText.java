package dev.underpin.cli.render;

import dev.underpin.cli.terminal.Ink;
import java.util.ArrayList;
import java.util.List;

/** What can be done with a demo's server that stays up. */
public final class DemoText {

    private DemoText() {}

    public static List<String> kept(String url, String plan) {
        List<String> lines = new ArrayList<>();
        lines.add("The server stays up: " + Ink.BOLD.on(url));
        lines.add("");
        lines.add("Try next:");
        for (String command : List.of(
                "underpin status --url " + url,
                "underpin verify " + plan + " --url " + url,
                "underpin rollback " + plan + " --url " + url,
                "underpin finalize " + plan + " --url " + url,
                "psql " + url)) {
            lines.add("  " + command);
        }
        lines.add("");
        lines.add("Stop it and remove its files: " + Ink.BOLD.on("underpin demo --stop"));
        return lines;
    }
}
