package dev.underpin.docs;

import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a page that come from elsewhere: between two marks, the first of which names a kind and a source. */
final class GeneratedParts {

    private static final Pattern PART =
            Pattern.compile("(<!-- generated: (\\S+) (\\S+) -->\n).*?(<!-- end of generated -->)", Pattern.DOTALL);

    private final BinaryOperator<String> content;

    /** @param content by kind and source */
    GeneratedParts(BinaryOperator<String> content) {
        this.content = content;
    }

    /** The page with its generated parts made anew, and all else kept. */
    String renew(String page) {
        return PART.matcher(page)
                .replaceAll(part -> Matcher.quoteReplacement(part.group(1)
                        + "\n"
                        + content.apply(part.group(2), part.group(3)).strip()
                        + "\n\n"
                        + part.group(4)));
    }

    static String empty(String kind, String source) {
        return "<!-- generated: " + kind + " " + source + " -->\n<!-- end of generated -->\n";
    }
}
