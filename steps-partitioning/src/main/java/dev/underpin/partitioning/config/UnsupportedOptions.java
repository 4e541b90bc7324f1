package dev.underpin.partitioning.config;

import dev.underpin.partitioning.config.ConvertTableConfig.IncomingForeignKeys;
import dev.underpin.partitioning.config.ConvertTableConfig.Strategy;
import dev.underpin.spi.config.InvalidConfig;
import java.util.Locale;
import java.util.Optional;

/** What plans can already say, and this version refuses to do half. */
final class UnsupportedOptions {

    static final String MARK = "Not in this version: ";

    private UnsupportedOptions() {}

    /**
     * @throws InvalidConfig if the plan says any of it
     */
    static void refuse(
            Strategy strategy, Optional<ListBy> list, Optional<HashBy> hash, IncomingForeignKeys incomingForeignKeys) {
        if (strategy != Strategy.COPY) {
            throw notYet("strategy", lower(strategy), "Use strategy: copy");
        }
        if (list.isPresent()) {
            throw notYet("list", "list", "Use range");
        }
        if (hash.isPresent()) {
            throw notYet("hash", "hash", "Use range");
        }
        if (incomingForeignKeys != IncomingForeignKeys.REFUSE) {
            throw notYet("incomingForeignKeys", lower(incomingForeignKeys), "Use incomingForeignKeys: refuse");
        }
    }

    private static InvalidConfig notYet(String component, String what, String instead) {
        return new InvalidConfig(
                component, what + " is not available in this version", instead + ", or a later version.");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
