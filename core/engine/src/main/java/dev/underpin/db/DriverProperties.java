package dev.underpin.db;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Says in the driver's words what libpq's parameters mean. */
final class DriverProperties {

    private static final String CONNECT_TIMEOUT = "10";

    private DriverProperties() {}

    static Map<String, String> of(Map<ConnectionParameter, String> values) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(
                "ApplicationName", values.getOrDefault(ConnectionParameter.FALLBACK_APPLICATION_NAME, "underpin"));
        values.forEach((parameter, value) ->
                parameter.driverProperty().ifPresent(property -> properties.put(property, value)));
        properties.put("tcpKeepAlive", String.valueOf(!"0".equals(values.get(ConnectionParameter.KEEPALIVES))));
        String timeout = timeout(values.getOrDefault(ConnectionParameter.CONNECT_TIMEOUT, CONNECT_TIMEOUT));
        properties.put("connectTimeout", timeout);
        properties.put("loginTimeout", timeout.equals("0") ? "0" : String.valueOf(3 * Long.parseLong(timeout)));
        given(values, ConnectionParameter.SSLMODE).ifPresent(mode -> properties.put("sslmode", mode));
        given(values, ConnectionParameter.SSLROOTCERT)
                .ifPresent(certificate -> rootCertificate(certificate, properties));
        given(values, ConnectionParameter.TARGET_SESSION_ATTRS)
                .ifPresent(attributes -> properties.put("targetServerType", serverType(attributes)));
        given(values, ConnectionParameter.LOAD_BALANCE_HOSTS)
                .ifPresent(how -> properties.put("loadBalanceHosts", String.valueOf(loadBalance(how))));
        return properties;
    }

    private static Optional<String> given(Map<ConnectionParameter, String> values, ConnectionParameter parameter) {
        return Optional.ofNullable(values.get(parameter));
    }

    /** In seconds; libpq takes zero and less for no limit, and nothing below two. */
    private static String timeout(String seconds) {
        if (!seconds.matches("-?[0-9]{1,6}")) {
            throw ConnectionSettings.bad("connect_timeout", "a whole number of seconds");
        }
        int value = Integer.parseInt(seconds);
        return value <= 0 ? "0" : String.valueOf(Math.max(2, value));
    }

    private static void rootCertificate(String certificate, Map<String, String> properties) {
        if (certificate.equals("system")) {
            properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
            properties.putIfAbsent("sslmode", "verify-full");
        } else {
            properties.put("sslrootcert", certificate);
        }
    }

    private static String serverType(String attributes) {
        return switch (attributes) {
            case "any" -> "any";
            case "read-write", "primary" -> "primary";
            case "read-only", "standby" -> "secondary";
            case "prefer-standby" -> "preferSecondary";
            default ->
                throw ConnectionSettings.bad(
                        "target_session_attrs", "one of any, read-write, read-only, primary, standby, prefer-standby");
        };
    }

    private static boolean loadBalance(String how) {
        return switch (how) {
            case "disable" -> false;
            case "random" -> true;
            default -> throw ConnectionSettings.bad("load_balance_hosts", "disable or random");
        };
    }
}
