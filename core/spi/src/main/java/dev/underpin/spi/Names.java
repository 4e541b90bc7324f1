package dev.underpin.spi;

import dev.underpin.spi.sql.QualifiedName;

/** Makes the names of the tool's own objects: stable for the run's plan and step, and within the server's limit. */
public interface Names {

    /** The longest identifier that the server keeps, in bytes. */
    int maxBytes();

    /** An object beside {@code base}, in its schema: {@code base + suffix}, shortened with a digest where too long. */
    QualifiedName beside(QualifiedName base, String suffix);

    /** An object of the tool's in its own schema, unique for this plan and step. */
    QualifiedName own(QualifiedName about, String suffix);
}
