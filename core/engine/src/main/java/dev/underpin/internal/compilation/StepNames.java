package dev.underpin.internal.compilation;

import dev.underpin.internal.journal.JournalSchema;
import dev.underpin.internal.journal.Sha256;
import dev.underpin.spi.Names;
import dev.underpin.spi.sql.QualifiedName;
import java.nio.charset.StandardCharsets;

/** Names of the tool's objects for one step of one plan. */
record StepNames(String plan, String step) implements Names {

    private static final int MOST_BYTES = 63;
    private static final int DIGEST = 8;

    @Override
    public int maxBytes() {
        return MOST_BYTES;
    }

    @Override
    public QualifiedName beside(QualifiedName base, String suffix) {
        return base.sibling(fit(base.local(), suffix));
    }

    @Override
    public QualifiedName own(QualifiedName about, String suffix) {
        String mark = Sha256.of(plan + "\n" + step + "\n" + about).hex().substring(0, DIGEST);
        return QualifiedName.of(JournalSchema.NAME, fit(about.local(), "_" + mark + suffix));
    }

    /** Two long names with one beginning must not become one: what is cut off is replaced by its digest. */
    private static String fit(String stem, String suffix) {
        String whole = stem + suffix;
        if (bytes(whole) <= MOST_BYTES) {
            return whole;
        }
        String tail = "_" + Sha256.of(stem).hex().substring(0, DIGEST) + suffix;
        int room = MOST_BYTES - bytes(tail);
        StringBuilder head = new StringBuilder();
        int used = 0;
        for (int codePoint : stem.codePoints().toArray()) {
            String character = Character.toString(codePoint);
            used += bytes(character);
            if (used > room) {
                break;
            }
            head.append(character);
        }
        return head + tail;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
