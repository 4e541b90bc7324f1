package dev.underpin.db;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A connection parameter of PostgreSQL's clients, by its name in a URL or a service file. */
enum ConnectionParameter {
    HOST("PGHOST"),
    HOSTADDR("PGHOSTADDR"),
    PORT("PGPORT"),
    DBNAME("PGDATABASE"),
    USER("PGUSER"),
    PASSWORD("PGPASSWORD"),
    PASSFILE("PGPASSFILE"),
    SERVICE("PGSERVICE"),
    TARGET_SESSION_ATTRS("PGTARGETSESSIONATTRS"),
    LOAD_BALANCE_HOSTS("PGLOADBALANCEHOSTS"),
    KEEPALIVES(""),
    FALLBACK_APPLICATION_NAME(""),
    APPLICATION_NAME("PGAPPNAME", "ApplicationName"),
    CONNECT_TIMEOUT("PGCONNECT_TIMEOUT"),
    OPTIONS("PGOPTIONS", "options"),
    SSLMODE("PGSSLMODE"),
    SSLNEGOTIATION("PGSSLNEGOTIATION", "sslNegotiation"),
    SSLCERT("PGSSLCERT", "sslcert"),
    SSLKEY("PGSSLKEY", "sslkey"),
    SSLPASSWORD("", "sslpassword"),
    SSLROOTCERT("PGSSLROOTCERT"),
    CHANNEL_BINDING("PGCHANNELBINDING", "channelBinding"),
    REQUIRE_AUTH("PGREQUIREAUTH", "requireAuth"),
    GSSENCMODE("PGGSSENCMODE", "gssEncMode"),
    KRBSRVNAME("PGKRBSRVNAME", "kerberosServerName"),
    // What the driver does in its own way, and what changes neither where a connection leads nor who may listen.
    CLIENT_ENCODING("PGCLIENTENCODING", Treatment.WITHOUT_EFFECT),
    KEEPALIVES_IDLE("", Treatment.WITHOUT_EFFECT),
    KEEPALIVES_INTERVAL("", Treatment.WITHOUT_EFFECT),
    KEEPALIVES_COUNT("", Treatment.WITHOUT_EFFECT),
    TCP_USER_TIMEOUT("", Treatment.WITHOUT_EFFECT),
    GSSLIB("PGGSSLIB", Treatment.WITHOUT_EFFECT),
    GSSDELEGATION("PGGSSDELEGATION", Treatment.WITHOUT_EFFECT),
    SSLCOMPRESSION("PGSSLCOMPRESSION", Treatment.WITHOUT_EFFECT),
    SSLSNI("PGSSLSNI", Treatment.WITHOUT_EFFECT),
    MIN_PROTOCOL_VERSION("PGMINPROTOCOLVERSION", Treatment.WITHOUT_EFFECT),
    MAX_PROTOCOL_VERSION("PGMAXPROTOCOLVERSION", Treatment.WITHOUT_EFFECT),
    // What somebody relies on for safety and the driver cannot do.
    SSLCRL("PGSSLCRL", Treatment.REFUSED),
    SSLCRLDIR("PGSSLCRLDIR", Treatment.REFUSED),
    SSLCERTMODE("PGSSLCERTMODE", Treatment.REFUSED),
    SSL_MIN_PROTOCOL_VERSION("PGSSLMINPROTOCOLVERSION", Treatment.REFUSED),
    SSL_MAX_PROTOCOL_VERSION("PGSSLMAXPROTOCOLVERSION", Treatment.REFUSED),
    REQUIREPEER("PGREQUIREPEER", Treatment.REFUSED),
    REPLICATION("", Treatment.REFUSED);

    enum Treatment {
        INTERPRETED,
        WITHOUT_EFFECT,
        REFUSED
    }

    private final String variable;
    private final String driverProperty;
    private final Treatment treatment;

    ConnectionParameter(String variable) {
        this(variable, "", Treatment.INTERPRETED);
    }

    ConnectionParameter(String variable, String driverProperty) {
        this(variable, driverProperty, Treatment.INTERPRETED);
    }

    ConnectionParameter(String variable, Treatment treatment) {
        this(variable, "", treatment);
    }

    ConnectionParameter(String variable, String driverProperty, Treatment treatment) {
        this.variable = variable;
        this.driverProperty = driverProperty;
        this.treatment = treatment;
    }

    static Optional<ConnectionParameter> named(String name) {
        return Stream.of(values())
                .filter(parameter -> parameter.keyword().equals(name))
                .findFirst();
    }

    /** As URLs and service files spell it. */
    String keyword() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The environment variable that gives its default, if there is one. */
    Optional<String> variable() {
        return variable.isEmpty() ? Optional.empty() : Optional.of(variable);
    }

    /** The driver's property that takes its value as it is, if there is one. */
    Optional<String> driverProperty() {
        return driverProperty.isEmpty() ? Optional.empty() : Optional.of(driverProperty);
    }

    Treatment treatment() {
        return treatment;
    }
}
