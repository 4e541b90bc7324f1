package dev.underpin.spi.config;

/** Implemented by an enum whose constants plans spell otherwise than by their names in camel case. */
public interface Spelled {

    /** Unique within the enum. */
    String spelled();
}
