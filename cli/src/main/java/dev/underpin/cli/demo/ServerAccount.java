package dev.underpin.cli.demo;

import dev.underpin.cli.code.CliCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The account that a server's programs run as, and to which its data belong. Whoever is superuser of a server can have
 * programs executed as that account, so it is never root.
 */
final class ServerAccount {

    /** The one that has this process. */
    static final ServerAccount OWN = new ServerAccount(List.of(), Optional.empty());

    private static final int ROOT = 0;
    private static final String UNPRIVILEGED = "nobody";

    private final List<String> prefix;
    private final Optional<Ids> ids;

    /** Of a user and its group, as numbers. */
    private record Ids(int user, int group) {}

    private ServerAccount(List<String> prefix, Optional<Ids> ids) {
        this.prefix = prefix;
        this.ids = ids;
    }

    /**
     * The one that has this process; for root, {@code nobody}.
     *
     * @param own a folder that this process has made
     * @throws Failure if this is root, and what it starts would be root
     */
    static ServerAccount of(Path own) throws IOException {
        if (owner(own) != ROOT) {
            return OWN;
        }
        try {
            Ids ids = new Ids(number("-u"), number("-g"));
            for (List<String> prefix : ways(ids)) {
                if (isUnprivileged(prefix)) {
                    return new ServerAccount(prefix, Optional.of(ids));
                }
            }
        } catch (NumberFormatException nobodyThere) {
            throw refused();
        }
        throw refused();
    }

    /** Programs that change to another user for good, of util-linux and of the GNU core utilities. */
    private static List<List<String>> ways(Ids ids) {
        List<List<String>> ways = new ArrayList<>();
        Programs.find("setpriv")
                .ifPresent(program -> ways.add(List.of(
                        program,
                        "--reuid=" + ids.user,
                        "--regid=" + ids.group,
                        "--clear-groups",
                        "--inh-caps=-all",
                        "--no-new-privs",
                        "--")));
        Programs.find("chroot")
                .ifPresent(program ->
                        ways.add(List.of(program, "--userspec=" + ids.user + ":" + ids.group, "--groups=", "/")));
        return ways;
    }

    private static int number(String option) throws IOException {
        return Integer.parseInt(
                Programs.run(Path.of("/"), List.of("id", option, UNPRIVILEGED)).output());
    }

    private static boolean isUnprivileged(List<String> prefix) throws IOException {
        Programs.Ended ended = Programs.run(
                Path.of("/"),
                Stream.concat(prefix.stream(), Stream.of("id", "-u")).toList());
        return ended.good() && ended.output().matches("[1-9][0-9]*");
    }

    private static Failure refused() {
        return new Failure(
                Outcome.REFUSED,
                CliCodes.DEMO_AS_ROOT,
                "the demo's PostgreSQL must not run as root, and here it cannot be started as anybody else",
                "Run underpin demo as another user. As root it needs the user nobody, setpriv (util-linux) or chroot (GNU coreutils), and the right to change to that user.");
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid");
    }

    /** Whether the folder belongs to whom the other one belongs to. */
    static boolean sameOwner(Path folder, Path other) {
        try {
            return !Files.isSymbolicLink(folder) && owner(folder) == owner(other);
        } catch (IOException | RuntimeException unknown) {
            return false;
        }
    }

    /** Lets the account, and nobody else, pass through a folder of this process. */
    void letThrough(Path folder) throws IOException {
        if (ids.isPresent()) {
            Files.setAttribute(folder, "unix:gid", ids.get().group());
            DemoFolders.permit(folder, "rwx--x---");
        }
    }

    /** Gives the account a file or folder that this process has made. */
    void give(Path path) throws IOException {
        if (ids.isPresent()) {
            Files.setAttribute(path, "unix:gid", ids.get().group());
            Files.setAttribute(path, "unix:uid", ids.get().user());
        }
    }

    /** @throws Failure if a folder above this one is closed to the account */
    void requireReach(Path folder) throws IOException {
        if (!run(Path.of("/"), List.of("test", "-w", folder.toString())).good()) {
            throw new Failure(
                    Outcome.REFUSED,
                    CliCodes.DEMO_FOLDER,
                    "the demo's PostgreSQL runs as " + UNPRIVILEGED + ", who is not let through to " + folder,
                    "Choose a folder for temporary files that everybody may pass: UNDERPIN_JAVA_OPTS=-Djava.io.tmpdir=/tmp underpin demo. Or run it as another user than root.");
        }
    }

    /** The path of the program that a process of this account executes; empty if there is no such process. */
    String programOf(long process) throws IOException {
        if (ids.isEmpty()) {
            return ProcessHandle.of(process)
                    .flatMap(found -> found.info().command())
                    .orElse("");
        }
        // Root without the right to trace others may not look, and the account itself may.
        Programs.Ended ended = run(Path.of("/"), List.of("readlink", "/proc/" + process + "/exe"));
        return ended.good() ? ended.output() : "";
    }

    /** Runs a program to its end as this account. */
    Programs.Ended run(Path directory, List<String> command) throws IOException {
        return Programs.run(
                directory, Stream.concat(prefix.stream(), command.stream()).toList());
    }
}
