package dev.underpin.db;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions that do the work; each is lent to one user at a time and opened when it is first needed. */
public final class SessionPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionPool.class);

    private final Supplier<Session> opener;
    private final Consumer<Session> onOpen;
    private final Deque<Session> idle = new ArrayDeque<>();
    private final List<Session> all = new ArrayList<>();
    private final Set<Thread> borrowers = new HashSet<>();
    private final int most;

    /**
     * @param most sessions at a time; who wants a further one waits until one is given back
     * @param onOpen called with each new session before its first use
     */
    public SessionPool(int most, Supplier<Session> opener, Consumer<Session> onOpen) {
        this.most = most;
        this.opener = opener;
        this.onOpen = onOpen;
    }

    /** Lends a session; one whose use failed is not lent again unless it still answers, and
     * never one in which code of other roles has run. */
    public <T> T with(Function<Session, T> use) {
        Session session = borrow();
        boolean healthy = false;
        try {
            T result = use.apply(session);
            healthy = true;
            return result;
        } finally {
            giveBack(session, healthy);
        }
    }

    /** Who has one already does not wait for a second: nobody would give one back. */
    private synchronized Session borrow() {
        boolean first = borrowers.add(Thread.currentThread());
        try {
            while (first && idle.isEmpty() && all.size() >= most) {
                wait();
            }
            Session waiting = idle.poll();
            return waiting != null ? waiting : open();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            borrowers.remove(Thread.currentThread());
            throw new IllegalStateException("interrupted while all sessions were at work", interrupted);
        } catch (RuntimeException failure) {
            if (first) {
                borrowers.remove(Thread.currentThread());
            }
            throw failure;
        }
    }

    private Session open() {
        Session session = opener.get();
        all.add(session);
        onOpen.accept(session);
        return session;
    }

    private synchronized void giveBack(Session session, boolean healthy) {
        if (!session.entrusted() && (healthy || session.usable())) {
            idle.push(session);
        } else {
            all.remove(session);
            session.close();
        }
        borrowers.remove(Thread.currentThread());
        notifyAll();
    }

    /** Cancels what runs at this moment, wherever the server can still be told. */
    public synchronized void cancelAll() {
        for (Session session : all) {
            try {
                session.cancel();
            } catch (SqlFailure gone) {
                LOG.debug("a session could not be told to cancel what it does", gone);
            }
        }
    }

    @Override
    public synchronized void close() {
        all.forEach(Session::close);
        all.clear();
        idle.clear();
    }
}
