package dev.underpin.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A way to a test's database that can be broken at chosen moments, in each of the ways in which networks break. */
public final class Proxy implements AutoCloseable {

    /** What becomes of a connection whose client says a certain thing. */
    public enum Fault {
        /** The server hears it, and its answer is lost with the connection. */
        ANSWER_LOST,
        /** The server hears it, and nothing comes back; nobody closes anything. */
        ANSWER_SWALLOWED,
        /** The server does not hear it, and the connection is closed. */
        CUT,
        /** The server does not hear it; nobody closes anything. */
        SWALLOWED
    }

    private record Trap(String text, Fault fault) {}

    private final TestDatabase database;
    private final ServerSocket listening;
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<Trap>> trap = new AtomicReference<>(Optional.empty());
    private final AtomicInteger sprung = new AtomicInteger();
    private final AtomicInteger said = new AtomicInteger();
    private volatile int fateful;
    private volatile boolean refusing;
    private volatile boolean stalled;

    private Proxy(TestDatabase database, ServerSocket listening) {
        this.database = database;
        this.listening = listening;
        start("accept", this::accept);
    }

    public static Proxy before(TestDatabase database) {
        try {
            return new Proxy(database, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        } catch (IOException failure) {
            throw new IllegalStateException("no port for a proxy", failure);
        }
    }

    /** The same database through this proxy. */
    public DataSource dataSource() {
        ServerAddress server = database.server().address();
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(new ServerAddress(
                        listening.getInetAddress().getHostAddress(),
                        listening.getLocalPort(),
                        server.user(),
                        server.password(),
                        server.maintenanceDatabase())
                .jdbcUrl(database.name()));
        dataSource.setLoginTimeout(2);
        dataSource.setConnectTimeout(2);
        return dataSource;
    }

    /** The next connection whose client says this meets the fault; once. */
    public void next(String said, Fault fault) {
        fateful = 0;
        trap.set(Optional.of(new Trap(said, fault)));
    }

    /** The connection whose client says the n-th thing from now on meets the fault; once. */
    public void nth(int n, Fault which) {
        sprung.set(0);
        said.set(0);
        fateful = n;
        trap.set(Optional.of(new Trap("", which)));
    }

    /** How much has been said since the last {@link #nth}. */
    public int said() {
        return said.get();
    }

    /** How many traps have been met. */
    public int sprung() {
        return sprung.get();
    }

    /** Closes all connections. */
    public void cut() {
        links.forEach(Link::close);
        links.clear();
    }

    /** No byte passes any more, and nobody is told; new connections fare the same. */
    public void stall() {
        stalled = true;
    }

    /** Further connections are closed at once. */
    public void refuse() {
        refusing = true;
    }

    /** Whoever connects from now on is served again; what was stalled stays so. */
    public void mend() {
        refusing = false;
        stalled = false;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                if (refusing) {
                    client.close();
                } else {
                    ServerAddress server = database.server().address();
                    Link link = new Link(client, new Socket(server.host(), server.port()));
                    links.add(link);
                    start("to-server", link::toServer);
                    start("to-client", link::toClient);
                }
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, "proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection. */
    private final class Link {

        private final Socket client;
        private final Socket server;
        private volatile boolean deaf = stalled;
        private volatile Optional<Fault> fault = Optional.empty();

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void toServer() {
            pump(client, server, this::mayPassToServer);
        }

        private boolean mayPassToServer(byte[] bytes, int length) {
            Optional<Trap> armed = Objects.requireNonNull(trap.get());
            String said = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            boolean due = Proxy.this.said.incrementAndGet() >= fateful;
            if (due
                    && armed.isPresent()
                    && said.contains(armed.get().text())
                    && trap.compareAndSet(armed, Optional.empty())) {
                fault = Optional.of(armed.get().fault());
                sprung.incrementAndGet();
            }
            if (fault.filter(Fault.CUT::equals).isPresent()) {
                close();
            }
            return fault.isEmpty()
                    || !fault.get().equals(Fault.CUT) && !fault.get().equals(Fault.SWALLOWED);
        }

        void toClient() {
            pump(server, client, (bytes, length) -> {
                if (fault.filter(Fault.ANSWER_LOST::equals).isPresent()) {
                    close();
                }
                return fault.isEmpty();
            });
        }

        private void pump(Socket from, Socket to, Gate gate) {
            byte[] bytes = new byte[65_536];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                    deaf |= stalled;
                    if (gate.passes(bytes, length) && !deaf) {
                        out.write(bytes, 0, length);
                        out.flush();
                    }
                }
            } catch (IOException closed) {
                // The other side is closed below.
            }
            if (fault.isEmpty() && !deaf) {
                close();
            }
        }

        void close() {
            closeQuietly(client);
            closeQuietly(server);
        }
    }

    @FunctionalInterface
    private interface Gate {
        boolean passes(byte[] bytes, int length);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // It is what was wanted.
        }
    }

    @Override
    public void close() {
        closeQuietly(listening);
        cut();
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // It is what was wanted.
        }
    }
}
