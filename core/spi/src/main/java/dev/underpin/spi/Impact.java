package dev.underpin.spi;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a step comes to, for who decides whether it is done.
 *
 * @param becomes what becomes of which object, in a short sentence each without a full stop: {@code public.t is partitioned by month}
 * @param diskBytes how much more is stored from the step on until it is finalized or rolled back; empty: that is not known
 */
public record Impact(List<String> becomes, OptionalLong diskBytes) {

    public Impact {
        becomes = List.copyOf(becomes);
    }

    /** With nothing to say. */
    public static final Impact NONE = new Impact(List.of(), OptionalLong.of(0));

    /** That stores nothing worth telling. */
    public static Impact of(String... becomes) {
        return new Impact(List.of(becomes), OptionalLong.of(0));
    }

    public Impact storing(long bytes) {
        return new Impact(becomes, OptionalLong.of(bytes));
    }

    /** That stores something nobody can tell the size of yet. */
    public Impact storingSomething() {
        return new Impact(becomes, OptionalLong.empty());
    }
}
