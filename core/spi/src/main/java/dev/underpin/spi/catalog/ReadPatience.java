package dev.underpin.spi.catalog;

import java.util.function.Supplier;

/** What is done when a reading has to wait for somebody's lock. */
@FunctionalInterface
public interface ReadPatience {

    /** The reading waits as long as its session lets it. */
    ReadPatience OF_SESSION = new ReadPatience() {
        @Override
        public <T> T read(Supplier<T> reading) {
            return reading.get();
        }
    };

    /** @param reading may be begun anew */
    <T> T read(Supplier<T> reading);
}
