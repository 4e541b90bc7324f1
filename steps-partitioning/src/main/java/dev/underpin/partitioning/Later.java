package dev.underpin.partitioning;

import dev.underpin.partitioning.ConvertTable.Config;
import dev.underpin.partitioning.ConvertTable.IncomingForeignKeys;
import dev.underpin.partitioning.ConvertTable.Strategy;
import dev.underpin.spi.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What plans can already say, and this version refuses to do half. */
final class Later {

    private Later() {}

    static List<Finding> findings(Config config) {
        List<Finding> findings = new ArrayList<>();
        if (config.strategy() != Strategy.COPY) {
            findings.add(notYet("strategy: " + lower(config.strategy()), "strategy: copy"));
        }
        if (config.list().isPresent()) {
            findings.add(notYet("list", "range"));
        }
        if (config.hash().isPresent()) {
            findings.add(notYet("hash", "range"));
        }
        if (config.incomingForeignKeys() != IncomingForeignKeys.REFUSE) {
            findings.add(notYet(
                    "incomingForeignKeys: " + lower(config.incomingForeignKeys()), "incomingForeignKeys: refuse"));
        }
        return findings;
    }

    private static Finding notYet(String what, String instead) {
        return Finding.error(
                Codes.NOT_YET, what + " is not available in this version", "Use " + instead + ", or a later version.");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
