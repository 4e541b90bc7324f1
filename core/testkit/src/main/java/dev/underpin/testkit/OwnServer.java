package dev.underpin.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A server of one test alone, from the embedded binaries: to be configured otherwise, to be broken, and to be full. */
public final class OwnServer implements AutoCloseable {

    private final EmbeddedPostgres process;
    private final PostgresServer server;
    private final String programs;
    private final String data;
    private CompletableFuture<Void> beginning = CompletableFuture.allOf();

    private OwnServer(EmbeddedPostgres process, PostgresServer server) {
        this.process = process;
        this.server = server;
        try (TestDatabase database = server.createDatabase()) {
            this.programs = database.queryText("SELECT setting FROM pg_config() WHERE name = 'BINDIR'");
            this.data = database.queryText("SHOW data_directory");
        }
    }

    /** @param configuration beside, or instead of, what the kit's servers are configured with */
    public static OwnServer start(Map<String, String> configuration) {
        int major = Integer.getInteger("postgres.major", 15);
        EmbeddedPostgres process = EmbeddedServer.begin(major, DataFolders.next("own-" + major), configuration);
        ServerAddress address = new ServerAddress("localhost", process.getPort(), "postgres", "", "postgres");
        return new OwnServer(process, new PostgresServer(major, address, false));
    }

    public PostgresServer server() {
        return server;
    }

    /** All its processes end at once, as they would without power, and it recovers; it may not be back yet on return. */
    public synchronized void crash() {
        beginning.join();
        control("-m", "immediate", "stop");
        beginning = CompletableFuture.runAsync(this::begin);
    }

    /** As it was begun: only a restart repeats the options, and it need not run for that. */
    private void begin() {
        control("-l", data + "/restarted.log", "restart");
    }

    private void control(String... arguments) {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // It refuses to be run by root.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(programs + "/pg_ctl", "-D", data, "-w"));
        command.addAll(List.of(arguments));
        try {
            Process control = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (control.waitFor() != 0) {
                throw new IllegalStateException(command + " ended with " + control.exitValue());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server was told " + command, interrupted);
        }
    }

    @Override
    public synchronized void close() {
        beginning.join();
        EmbeddedServer.end(process, Path.of(data));
    }
}
