package dev.underpin.postgresql.server;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.server.ErrorMeaning;
import dev.underpin.spi.server.ErrorMeanings;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** PostgreSQL's SQLSTATEs. */
public class PostgresErrors implements ErrorMeanings {

    private static final Map<String, Set<ErrorMeaning>> STATES = Map.ofEntries(
            Map.entry("08004", EnumSet.of(ErrorMeaning.LOGIN_REFUSED)),
            Map.entry("22023", EnumSet.of(ErrorMeaning.SETTING_REFUSED)),
            Map.entry("25006", EnumSet.of(ErrorMeaning.READ_ONLY)),
            // The server, or its administrator, has ended the session; the first two, and 57P05, by a time limit.
            Map.entry("25P03", EnumSet.of(ErrorMeaning.CONNECTION_LOST)),
            Map.entry("25P04", EnumSet.of(ErrorMeaning.CONNECTION_LOST)),
            Map.entry("57P01", EnumSet.of(ErrorMeaning.CONNECTION_LOST)),
            Map.entry("57P02", EnumSet.of(ErrorMeaning.CONNECTION_LOST)),
            Map.entry("57P03", EnumSet.of(ErrorMeaning.CONNECTION_LOST)),
            Map.entry("57P04", EnumSet.of(ErrorMeaning.CONNECTION_LOST)),
            Map.entry("57P05", EnumSet.of(ErrorMeaning.CONNECTION_LOST)),
            Map.entry("3F000", EnumSet.of(ErrorMeaning.UNDEFINED_OBJECT)),
            Map.entry("40001", EnumSet.of(ErrorMeaning.SERIALIZATION)),
            Map.entry("40P01", EnumSet.of(ErrorMeaning.DEADLOCK)),
            Map.entry("42501", EnumSet.of(ErrorMeaning.FORBIDDEN)),
            Map.entry("42703", EnumSet.of(ErrorMeaning.UNDEFINED_OBJECT, ErrorMeaning.UNDEFINED_RELATION)),
            Map.entry(
                    "42704",
                    EnumSet.of(
                            ErrorMeaning.UNDEFINED_OBJECT,
                            ErrorMeaning.STRUCTURE_CHANGED,
                            ErrorMeaning.SETTING_REFUSED)),
            Map.entry("42883", EnumSet.of(ErrorMeaning.UNDEFINED_OBJECT)),
            Map.entry(
                    "42P01",
                    EnumSet.of(
                            ErrorMeaning.UNDEFINED_OBJECT,
                            ErrorMeaning.UNDEFINED_RELATION,
                            ErrorMeaning.STRUCTURE_CHANGED)),
            Map.entry("42P06", EnumSet.of(ErrorMeaning.DUPLICATE_SCHEMA)),
            Map.entry("42P07", EnumSet.of(ErrorMeaning.STRUCTURE_CHANGED)),
            Map.entry("53300", EnumSet.of(ErrorMeaning.TOO_MANY_SESSIONS)),
            Map.entry("55000", EnumSet.of(ErrorMeaning.STRUCTURE_CHANGED)),
            Map.entry("55P03", EnumSet.of(ErrorMeaning.LOCK_NOT_AVAILABLE)),
            Map.entry("57014", EnumSet.of(ErrorMeaning.CANCELED)));

    private static final Map<String, ErrorMeaning> CLASSES = Map.of(
            "08", ErrorMeaning.CONNECTION_LOST,
            "28", ErrorMeaning.LOGIN_REFUSED,
            "3D", ErrorMeaning.NO_SUCH_DATABASE,
            "53", ErrorMeaning.SHORTAGE);

    private static final String DISK_FULL = "53100";
    private static final String DISK_BROKEN = "58030";

    /** Their folder, and the names of temporary tables' files; no message tells them apart otherwise. */
    private static final Pattern TEMPORARY_FILES = Pattern.compile("/(pgsql_tmp|t\\d+_\\d+)");

    /** The server's functions that scan and parse. */
    private static final Set<String> PARSER =
            Set.of("scanner_yyerror", "base_yyparse", "core_yylex", "base_yylex", "exec_parse_message", "raw_parser");

    /** Missing rights and policies have one SQLSTATE; the routine tells them apart. */
    private static final String POLICY_CHECK = "ExecWithCheckOptions";

    /** The hint of "out of shared memory" names it where locks are what there was no room for. */
    private static final String LOCK_TABLE = "max_locks_per_transaction";

    public PostgresErrors(@SuppressWarnings("unused") Dialect dialect) {}

    @Override
    public Set<ErrorMeaning> of(ServerError error) {
        String state = error.sqlState();
        Set<ErrorMeaning> meanings = EnumSet.noneOf(ErrorMeaning.class);
        meanings.addAll(STATES.getOrDefault(state, Set.of()));
        CLASSES.forEach((prefix, meaning) -> {
            if (state.startsWith(prefix)) {
                meanings.add(meaning);
            }
        });
        boolean disk = state.equals(DISK_FULL) || state.equals(DISK_BROKEN);
        if (disk) {
            meanings.add(ErrorMeaning.SHORTAGE);
        }
        if (meanings.contains(ErrorMeaning.SHORTAGE)
                && (!disk || TEMPORARY_FILES.matcher(error.message()).find())) {
            meanings.add(ErrorMeaning.SHORTAGE_OVER);
        }
        if (meanings.contains(ErrorMeaning.FORBIDDEN)
                && error.routine().filter(POLICY_CHECK::equals).isPresent()) {
            meanings.add(ErrorMeaning.FORBIDDEN_BY_POLICY);
        }
        if (state.startsWith("42") && error.routine().filter(PARSER::contains).isPresent()) {
            meanings.add(ErrorMeaning.GRAMMAR);
        }
        return meanings;
    }

    @Override
    public Optional<String> remedy(ServerError error) {
        return Optional.ofNullable(
                switch (error.sqlState()) {
                    case DISK_FULL -> "Make room on the server's disk, also for its temporary files";
                    case "53200" ->
                        error.message().contains(LOCK_TABLE)
                                ? "Raise " + LOCK_TABLE
                                        + " (a restart of the server), or wait for others to need fewer locks"
                                : "Give the server more memory, or wait until it has some";
                    case "53300" ->
                        "Close other sessions, or raise the limit that the message means (max_connections, or CONNECTION LIMIT of the role or the"
                                + " database)";
                    case "53400" -> "Raise the limit that the message names for this role";
                    case DISK_BROKEN -> "Look at the server's disk and log";
                    case "57014" -> "Somebody canceled it in the server";
                    case "42501" -> "Grant what the message names, or use a role that has it";
                    default -> null;
                });
    }
}
