package dev.underpin.cli.terminal;

import java.util.Locale;
import java.util.Map;

/**
 * How to behave towards whoever watches.
 *
 * @param colouredOut whether results may be coloured
 * @param colouredErr whether the rest may be
 * @param live whether lines may be redrawn in place
 * @param asks whether there is somebody to ask
 * @param unicode whether the terminal shows more than ASCII; texts that are not on a terminal are UTF-8
 */
public record Manners(boolean colouredOut, boolean colouredErr, boolean live, boolean asks, boolean unicode) {

    public static Manners of(Streams streams, Map<String, String> environment, boolean noColour) {
        boolean capable = !"dumb".equals(environment.get("TERM")) && !isCi(environment);
        boolean colours =
                capable && !noColour && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Manners(
                colours && streams.terminalOut(),
                colours && streams.terminalErr(),
                capable && streams.terminalErr(),
                !isCi(environment)
                        && streams.terminalIn()
                        && streams.questions().isPresent(),
                !streams.terminalErr() || isUtf8(environment));
    }

    private static boolean isCi(Map<String, String> environment) {
        String ci = environment.getOrDefault("CI", "");
        return !ci.isEmpty() && !ci.equals("0") && !ci.equalsIgnoreCase("false");
    }

    /** By the first locale variable that is set, as the C library looks at them. */
    private static boolean isUtf8(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = environment.getOrDefault(name, "");
            if (!locale.isEmpty()) {
                return locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
            }
        }
        return false;
    }
}
