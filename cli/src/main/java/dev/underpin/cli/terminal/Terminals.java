package dev.underpin.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the operating system says of the terminal. */
final class Terminals {

    /** Set by the launcher: the numbers of those standard streams that lead to a terminal, for example {@code 02}. */
    private static final String TOLD = "underpin.terminal";

    private static final int USUAL_WIDTH = 80;
    private static final int USUAL_HEIGHT = 24;

    private Terminals() {}

    static boolean isTerminal(int descriptor) {
        String told = System.getProperty(TOLD);
        if (told != null) {
            return told.indexOf('0' + descriptor) >= 0;
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    /** In columns. */
    static int width() {
        return size("^\\d+ (\\d+)$", USUAL_WIDTH);
    }

    /** In lines. */
    static int height() {
        return size("^(\\d+) \\d+$", USUAL_HEIGHT);
    }

    private static int size(String part, int usual) {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            stty.waitFor(1, TimeUnit.SECONDS);
            Matcher found = Pattern.compile(part).matcher(size);
            int number = found.find() ? Integer.parseInt(found.group(1)) : 0;
            return number > 0 ? number : usual;
        } catch (IOException unknown) {
            return usual;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return usual;
        }
    }
}
