package dev.underpin.testkit;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.PGStream;
import org.postgresql.core.QueryExecutorBase;

/**
 * Asks the server itself how many statements it sees in a text: as one Parse message, past the driver and its own division of texts, in a
 * transaction that has failed, so that the server does no more than parse.
 */
public final class ServerParser implements AutoCloseable {

    /** What the server sees in a text. */
    public enum Verdict {
        ONE_STATEMENT_AT_MOST,
        SEVERAL_STATEMENTS,
        /** A quotation or a comment does not end. */
        UNTERMINATED,
        NO_SQL
    }

    private static final int AT_ONCE = 100;

    private final TestSession session;
    private final PGStream stream;

    public ServerParser(TestDatabase database) {
        session = database.session();
        try {
            BaseConnection connection = session.connection().unwrap(BaseConnection.class);
            stream = stream((QueryExecutorBase) connection.getQueryExecutor());
        } catch (SQLException | ReflectiveOperationException failure) {
            session.close();
            throw new IllegalStateException(failure);
        }
        session.begin();
        fail(session);
    }

    private static void fail(TestSession session) {
        try {
            session.execute("SELECT 1 / 0");
        } catch (UncheckedSqlException meant) {
            return;
        }
        throw new IllegalStateException("the transaction should have failed");
    }

    private static PGStream stream(QueryExecutorBase executor) throws ReflectiveOperationException {
        Field field = QueryExecutorBase.class.getDeclaredField("pgStream");
        field.setAccessible(true);
        return (PGStream) field.get(executor);
    }

    public Verdict verdict(String text) {
        return verdicts(List.of(text)).get(0);
    }

    /** In the texts' order; many are on their way at once. */
    public List<Verdict> verdicts(List<String> texts) {
        List<Verdict> verdicts = new ArrayList<>();
        try {
            for (int from = 0; from < texts.size(); from += AT_ONCE) {
                List<String> some = texts.subList(from, Math.min(texts.size(), from + AT_ONCE));
                for (String text : some) {
                    send(text);
                }
                stream.flush();
                for (int i = 0; i < some.size(); i++) {
                    verdicts.add(receive());
                }
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        return verdicts;
    }

    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        stream.sendChar('P');
        stream.sendInteger4(4 + 1 + bytes.length + 1 + 2);
        stream.sendChar(0);
        stream.send(bytes);
        stream.sendChar(0);
        stream.sendInteger2(0);
        stream.sendChar('S');
        stream.sendInteger4(4);
    }

    private Verdict receive() throws IOException {
        Verdict verdict = Verdict.ONE_STATEMENT_AT_MOST;
        while (true) {
            int type = stream.receiveChar();
            byte[] body = stream.receive(stream.receiveInteger4() - 4);
            if (type == 'E') {
                verdict = verdict(field(body, 'C'), field(body, 'M'));
            } else if (type == 'Z') {
                return verdict;
            }
        }
    }

    private static Verdict verdict(String state, String message) {
        if (state.equals("25P02")) {
            return Verdict.ONE_STATEMENT_AT_MOST;
        }
        if (message.startsWith("cannot insert multiple commands")) {
            return Verdict.SEVERAL_STATEMENTS;
        }
        return message.startsWith("unterminated") ? Verdict.UNTERMINATED : Verdict.NO_SQL;
    }

    private static String field(byte[] body, char wanted) {
        for (int i = 0; body[i] != 0; ) {
            int end = i + 1;
            while (body[end] != 0) {
                end++;
            }
            if (body[i] == wanted) {
                return new String(body, i + 1, end - i - 1, StandardCharsets.UTF_8);
            }
            i = end + 1;
        }
        return "";
    }

    @Override
    public void close() {
        session.close();
    }
}
