package dev.underpin.spi.config;

/** Thrown by a configuration's constructor: this combination of values means nothing. */
public final class InvalidConfig extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String component;
    private final String remedy;

    /**
     * @param component the record component at fault, as the plan spells it; empty for the record as a whole
     */
    public InvalidConfig(String component, String message, String remedy) {
        super(message);
        this.component = component;
        this.remedy = remedy;
    }

    public String component() {
        return component;
    }

    public String remedy() {
        return remedy;
    }
}
