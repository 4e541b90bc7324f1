package dev.underpin.cli.demo;

import dev.underpin.cli.code.CliCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own in a folder of its own, for who made it alone: it listens on 127.0.0.1, asks everybody for a
 * password that nobody else can read, and does not run as root. Whoever closes it leaves nothing behind.
 */
final class DemoServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoServer.class);
    private static final int PASSWORD_BYTES = 24;
    private static final int PORTS_TO_TRY = 5;

    /** By number: what {@code localhost} leads to may be a port of somebody else's on the other family of addresses. */
    private static final String HOST = "127.0.0.1";

    private static final String SUPERUSER = "postgres";
    private static final List<String> CONFIGURATION = List.of(
            "listen_addresses=" + HOST,
            "unix_socket_directories=",
            "shared_buffers=128MB",
            "fsync=off",
            "max_wal_size=2GB");

    private final Path folder;
    private final int port;
    private boolean kept;
    private boolean closed;

    private DemoServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** @throws Failure if the server does not start here */
    static DemoServer start(Path parent) {
        Path folder = parent;
        try {
            folder = Files.createTempDirectory(parent, DemoFolders.PREFIX).toRealPath();
            return start(folder, ServerAccount.of(folder));
        } catch (IOException | RuntimeException failure) {
            LOG.debug("the demo's server does not start", failure);
            if (!folder.equals(parent)) {
                DemoFolders.stop(folder);
            }
            if (failure instanceof Failure told) {
                throw told;
            }
            throw new Failure(
                    Outcome.REFUSED,
                    CliCodes.DEMO_SERVER,
                    "the demo's PostgreSQL does not start here: " + firstLine(failure),
                    "It needs a Linux or macOS on amd64 or arm64, and some 300 MB in " + parent + ".");
        }
    }

    private static DemoServer start(Path folder, ServerAccount account) throws IOException {
        Path programs = folder.resolve(DemoFolders.POSTGRESQL);
        Path data = Files.createDirectory(folder.resolve(DemoFolders.DATA));
        DemoFolders.permit(data, "rwx------");
        DemoBinaries.unpack(programs);
        account.letThrough(folder);
        account.give(data);
        String password = password();
        initialise(programs.resolve("bin/initdb"), data, password, account);
        int port = launch(programs.resolve("bin/pg_ctl"), data, account);
        DemoFolders.secret(passwordFile(folder), HOST + ":" + port + ":*:" + SUPERUSER + ":" + password + "\n");
        return new DemoServer(folder, port);
    }

    private static void initialise(Path initdb, Path data, String password, ServerAccount account) throws IOException {
        account.requireReach(data);
        Path secret = DemoFolders.secret(data.resolveSibling("secret"), password);
        account.give(secret);
        good(account.run(
                data,
                List.of(
                        initdb.toString(),
                        "--pgdata=" + data,
                        "--username=" + SUPERUSER,
                        "--auth=scram-sha-256",
                        "--pwfile=" + secret,
                        "--locale=C",
                        "--encoding=UTF8",
                        "--no-sync",
                        "--no-instructions")));
        Files.delete(secret);
    }

    /** Returns the port; another one is tried where somebody has taken it in the meantime. */
    private static int launch(Path control, Path data, ServerAccount account) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            String options = Stream.concat(Stream.of("port=" + port), CONFIGURATION.stream())
                    .map(setting -> "-c " + setting)
                    .collect(Collectors.joining(" "));
            // pg_ctl detaches the server from the terminal, whose Ctrl-C is not meant for it.
            Programs.Ended ended = account.run(
                    data,
                    List.of(
                            control.toString(),
                            "--pgdata=" + data,
                            "--log=" + data.resolve("server.log"),
                            "--options=" + options,
                            "--wait",
                            "start"));
            if (ended.good() || attempt == PORTS_TO_TRY) {
                good(ended);
                return port;
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    private static void good(Programs.Ended ended) throws IOException {
        if (!ended.good()) {
            throw new IOException(
                    ended.output().lines().reduce((first, last) -> last).orElse("exit code " + ended.exitCode()));
        }
    }

    private static String password() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static Path passwordFile(Path folder) {
        return folder.resolve("pgpass");
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    /** Names the file with the password instead of the password: who lists processes sees it, and cannot read the file. */
    String url(String database) {
        return "postgresql://" + SUPERUSER + "@" + HOST + ":" + port + "/" + database + "?passfile="
                + URLEncoder.encode(passwordFile(folder).toString(), StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/");
    }

    /** Leaves it running after the end of this process. */
    synchronized void keep() {
        kept = true;
    }

    /** Stops it and removes its folder, unless it is to be kept; from any thread. */
    @Override
    public synchronized void close() {
        if (!kept && !closed) {
            closed = true;
            DemoFolders.stop(folder);
        }
    }
}
