package dev.underpin.cli;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PgBouncer before a server, as long as it is open. It cleans nothing up that a client leaves. */
final class Pooler implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final int port;
    private final URI server;

    private Pooler(Process process, int port, URI server) {
        this.process = process;
        this.port = port;
        this.server = server;
    }

    /** Where the program is, if it is installed. */
    static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param mode {@code session} or {@code transaction} */
    static Pooler start(Path program, String mode, String serverUrl, Path directory) throws IOException {
        URI server = URI.create(serverUrl);
        int port = freePort();
        Path configuration = Files.writeString(directory.resolve(mode + ".ini"), """
                [databases]
                * = host=%s port=%d %s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = %s
                ignore_startup_parameters = extra_float_digits
                server_reset_query =
                """.formatted(
                        server.getHost(), server.getPort(), login(server), port, mode));
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // It refuses to be run by root.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(program.toString(), configuration.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(mode + ".log").toFile())
                .start();
        Pooler pooler = new Pooler(process, port, server);
        try {
            await().atMost(PATIENCE).until(pooler::answers);
            return pooler;
        } catch (RuntimeException silent) {
            pooler.close();
            throw silent;
        }
    }

    private static String login(URI server) {
        String[] user =
                Optional.ofNullable(server.getUserInfo()).orElse("postgres").split(":", 2);
        return "user=" + user[0] + (user.length == 2 ? " password=" + user[1] : "");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("PgBouncer ended with " + process.exitValue());
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The same database through the pool. */
    String url() {
        return "postgresql://postgres@127.0.0.1:" + port + server.getPath();
    }

    /** The same, for a driver. */
    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + server.getPath() + "?user=postgres";
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
