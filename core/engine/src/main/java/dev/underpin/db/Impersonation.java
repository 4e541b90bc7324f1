package dev.underpin.db;

import dev.underpin.spi.Question.Identity;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jooq.DSLContext;

/** Gives a transaction the claims of a request, until its end or the next rollback; its statements say with whose rights they run. */
public final class Impersonation {

    private static final Pattern SETTING = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

    private Impersonation() {}

    /**
     * As PostgREST and Supabase set a request up: all claims as one JSON text, and each by itself if its name can be a
     * setting's. Row level security filters, as it does for the application.
     */
    public static void prepare(DSLContext transaction, Identity identity) {
        Map<String, String> claims = new TreeMap<>(identity.claims());
        claims.putIfAbsent("role", identity.role());
        transaction.execute("SET LOCAL row_security = on");
        transaction.fetch(
                "SELECT pg_catalog.set_config('request.jwt.claims', pg_catalog.jsonb_object(?::text[], ?::text[])::text, true)",
                claims.keySet().toArray(String[]::new),
                claims.values().toArray(String[]::new));
        claims.forEach((claim, value) -> {
            if (SETTING.matcher(claim).matches()) {
                transaction.fetch("SELECT pg_catalog.set_config(?, ?, true)", "request.jwt.claim." + claim, value);
            }
        });
    }
}
