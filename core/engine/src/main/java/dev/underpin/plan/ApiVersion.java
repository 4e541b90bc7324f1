package dev.underpin.plan;

import dev.underpin.spi.config.Textual;

/** The version of the format that a plan is written in. */
@Textual(value = Plan.API_VERSION, pattern = "underpin/v1")
record ApiVersion(String text) {

    static final ApiVersion CURRENT = new ApiVersion(Plan.API_VERSION);

    /** Knows one version. */
    public static ApiVersion parse(String text) {
        if (!text.equals(Plan.API_VERSION)) {
            throw new IllegalArgumentException("this version reads " + Plan.API_VERSION + ", not " + text);
        }
        return CURRENT;
    }

    @Override
    public String toString() {
        return text;
    }
}
