package dev.underpin.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A password file, read as libpq reads it: the first line that matches counts. */
final class PgPass {

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final List<String> lines;

    private PgPass(List<String> lines) {
        this.lines = lines;
    }

    /** An unsafe or unreadable file counts as empty; the reason goes to {@code warnings}. */
    static PgPass read(Path file, Consumer<String> warnings) {
        try {
            if (!Files.exists(file)) {
                return new PgPass(List.of());
            }
            if (!Files.isRegularFile(file)) {
                warnings.accept("the password file " + file + " is ignored: it is not a plain file");
                return new PgPass(List.of());
            }
            if (othersMayUse(file)) {
                warnings.accept("the password file " + file
                        + " is ignored: others have access to it; its mode should be 0600 (chmod 0600 " + file + ")");
                return new PgPass(List.of());
            }
            return new PgPass(Files.readAllLines(file));
        } catch (IOException unreadable) {
            warnings.accept("the password file " + file + " is ignored: it cannot be read as UTF-8 text");
            return new PgPass(List.of());
        }
    }

    private static boolean othersMayUse(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        } catch (UnsupportedOperationException otherKindOfFileSystem) {
            return false;
        }
    }

    Optional<String> password(String host, String port, String database, String user) {
        for (String line : lines) {
            if (line.startsWith("#")) {
                continue;
            }
            int at = 0;
            for (String wanted : List.of(host, port, database, user)) {
                at = at < 0 ? at : afterField(line, at, wanted);
            }
            if (at >= 0) {
                return Optional.of(unescape(line.substring(at)));
            }
        }
        return Optional.empty();
    }

    /** The position behind the field and its colon, or -1 if the field is another. */
    private static int afterField(String line, int start, String wanted) {
        if (line.startsWith("*:", start)) {
            return start + 2;
        }
        int matched = 0;
        for (int i = start; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ':') {
                return matched == wanted.length() ? i + 1 : -1;
            }
            if (c == '\\' && i + 1 < line.length()) {
                c = line.charAt(++i);
            }
            if (matched == wanted.length() || wanted.charAt(matched) != c) {
                return -1;
            }
            matched++;
        }
        return -1;
    }

    private static String unescape(String field) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < field.length() && field.charAt(i) != ':'; i++) {
            if (field.charAt(i) == '\\' && i + 1 < field.length()) {
                i++;
            }
            text.append(field.charAt(i));
        }
        return text.toString();
    }
}
