package dev.underpin.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of one test, dropped with everybody in it by {@link #close}. Each of the methods that execute or query uses a connection of its
 * own; a test that needs one session for several statements takes {@link #session()}.
 */
public final class TestDatabase implements AutoCloseable {

    /** What the driver else tells the server in statements after it has connected, it tells it when it connects. */
    private static final String NO_ROUND_TRIPS = "&assumeMinServerVersion=14";

    private final PostgresServer server;
    private final String name;
    private final List<String> logins = new ArrayList<>();

    private TestDatabase(PostgresServer server, String name) {
        this.server = server;
        this.name = name;
    }

    static TestDatabase create(PostgresServer server, String name, String template) {
        server.maintain(session -> session.execute("CREATE DATABASE " + name + " TEMPLATE " + template));
        return new TestDatabase(server, name);
    }

    public PostgresServer server() {
        return server;
    }

    public String name() {
        return name;
    }

    /** {@code jdbc:postgresql://…} with user and, if there is one, password. */
    public String jdbcUrl() {
        return server.address().jdbcUrl(name);
    }

    /** {@code postgresql://…}, as psql and pg_dump take it. */
    public String url() {
        return server.address().url(name);
    }

    /** The same database as another role that may log in. */
    public String jdbcUrlAs(TestLogin login) {
        return server.address().as(login.name(), login.password()).jdbcUrl(name);
    }

    public String urlAs(TestLogin login) {
        return server.address().as(login.name(), login.password()).url(name);
    }

    public DataSource dataSource() {
        return dataSource(jdbcUrl());
    }

    public DataSource dataSourceAs(TestLogin login) {
        return dataSource(jdbcUrlAs(login));
    }

    private static DataSource dataSource(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        return dataSource;
    }

    public Connection connect() {
        return open(jdbcUrl());
    }

    /** A connection that acts as this role, whether it may log in or not. */
    public Connection connectAs(String role) {
        Connection connection = connect();
        new TestSession(connection).queryText("SELECT set_config('session_authorization', ?, false)", role);
        return connection;
    }

    public TestSession session() {
        return new TestSession(connect());
    }

    public TestSession sessionAs(String role) {
        return new TestSession(connectAs(role));
    }

    /** Executes a script as psql would send it with {@code -c}: the server splits it, several statements are one transaction. */
    public void execute(String script) {
        try (TestSession session = new TestSession(open(jdbcUrl() + "&preferQueryMode=simple"))) {
            session.execute(script);
        }
    }

    public int update(String sql, @Nullable Object... binds) {
        try (TestSession session = session()) {
            return session.update(sql, binds);
        }
    }

    public String queryText(String sql, @Nullable Object... binds) {
        try (TestSession session = session()) {
            return session.queryText(sql, binds);
        }
    }

    public long queryLong(String sql, @Nullable Object... binds) {
        try (TestSession session = session()) {
            return session.queryLong(sql, binds);
        }
    }

    public boolean queryBoolean(String sql, @Nullable Object... binds) {
        try (TestSession session = session()) {
            return session.queryBoolean(sql, binds);
        }
    }

    public List<String> queryTexts(String sql, @Nullable Object... binds) {
        try (TestSession session = session()) {
            return session.queryTexts(sql, binds);
        }
    }

    public List<List<@Nullable Object>> queryRows(String sql, @Nullable Object... binds) {
        try (TestSession session = session()) {
            return session.queryRows(sql, binds);
        }
    }

    /**
     * A role of this test alone, without any right unless {@code options} ({@code CREATE ROLE}'s, such as {@code NOINHERIT BYPASSRLS}) give it
     * one. It may log in, and is dropped with the database.
     */
    public TestLogin createLogin(String purpose, String options) {
        TestLogin login = new TestLogin(name + "_" + purpose, "secret-" + name);
        try (TestSession session = session()) {
            session.execute(session.queryText(
                    "SELECT format('CREATE ROLE %I LOGIN PASSWORD %L ', ?, ?) || ?",
                    login.name(), login.password(), options));
        }
        logins.add(login.name());
        return login;
    }

    @Override
    public void close() {
        server.maintain(maintenance -> {
            endPreparedTransactions(maintenance);
            maintenance.queryRows(
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = ? AND NOT active",
                    name);
            maintenance.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
            for (String login : logins) {
                maintenance.execute(maintenance.queryText("SELECT format('DROP ROLE IF EXISTS %I', ?)", login));
            }
        });
    }

    /** They would outlive their sessions and hold the database. */
    private void endPreparedTransactions(TestSession maintenance) {
        List<String> left = maintenance.queryTexts(
                "SELECT format('ROLLBACK PREPARED %L', gid) FROM pg_prepared_xacts WHERE database = ?", name);
        if (!left.isEmpty()) {
            try (TestSession session = session()) {
                left.forEach(session::execute);
            }
        }
    }

    static Connection open(String jdbcUrl) {
        try {
            return DriverManager.getConnection(jdbcUrl + NO_ROUND_TRIPS);
        } catch (SQLException failure) {
            throw new UncheckedSqlException("no connection to the test's database", failure);
        }
    }

    @Override
    public String toString() {
        return name + " on " + server;
    }
}
