package dev.underpin.matviews;

import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import java.time.Duration;
import java.util.Optional;

/** How a materialized view is kept fresh. */
@Described("How the materialized view is kept fresh by underpin maintain.")
public record RefreshPolicy(
        @Described(
                value =
                        "concurrent: while others read, which needs uniqueKey. blocking: nobody can read meanwhile. auto:"
                                + " concurrent if the view allows it.",
                example = "concurrent",
                absent = "auto")
        RefreshMode mode,

        @Described(
                value = "How old its rows may become; underpin maintain refreshes it that often. Default: it is not"
                        + " refreshed by itself.",
                example = "1h")
        Optional<Duration> maxStaleness,

        @Described(
                value = "How long a blocking refresh may keep readers waiting; default: the plan's lockTimeout.",
                example = "30s")
        Optional<Duration> maxHold) {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    public RefreshPolicy {
        if (maxStaleness.filter(age -> age.compareTo(MINUTE) < 0).isPresent()) {
            throw new InvalidConfig(
                    "maxStaleness", "a view cannot be refreshed more often than once a minute", "Give 1m or more.");
        }
        if (maxHold.filter(hold -> hold.isZero() || hold.isNegative()).isPresent()) {
            throw new InvalidConfig("maxHold", "a refresh takes a while at least", "Give a time above zero.");
        }
    }

    /** When to refresh, as a cron line below an hour and as a calendar interval above. */
    Optional<String> cadence() {
        return maxStaleness.map(age -> age.toHours() == 0 ? cron(age.toMinutes()) : hours(age.toHours()));
    }

    /** Cron counts within the hour, so only divisors of it give equal distances. */
    private static String cron(long minutes) {
        long step = minutes;
        while (60 % step != 0) {
            step--;
        }
        return "*/" + step + " * * * *";
    }

    private static String hours(long count) {
        return count + (count == 1 ? " hour" : " hours");
    }
}
