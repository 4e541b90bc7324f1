package dev.underpin.testkit.workload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What one writer knows: the rows that must be there and the ids that must not, with the changes since the last commit. */
final class OwnedRows {

    private final Map<String, Row> rows = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Set<String> inDoubt = new HashSet<>();
    private final Deque<Undo> undo = new ArrayDeque<>();

    void put(String id, Row row) {
        undo.push(new Undo(id, rows.get(id)));
        set(id, row);
    }

    void remove(String id) {
        undo.push(new Undo(id, rows.get(id)));
        set(id, null);
    }

    void commit() {
        undo.clear();
    }

    void rollback() {
        undo.forEach(change -> set(change.id, change.before));
        undo.clear();
    }

    /** The server did not say whether it committed: the touched ids can no longer be judged. */
    void forget(Set<String> touched) {
        undo.forEach(change -> inDoubt.add(change.id));
        inDoubt.addAll(touched);
        undo.clear();
    }

    Row row(String id) {
        Row row = rows.get(id);
        if (row == null) {
            throw new IllegalStateException("no row with id " + id);
        }
        return row;
    }

    Optional<String> any(SplittableRandom random) {
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(random.nextInt(ids.size())));
    }

    Map<String, Row> rows() {
        return Map.copyOf(rows);
    }

    /** Deleted ids, and ids whose insertion was rolled back. */
    Set<String> gone() {
        return Set.copyOf(gone);
    }

    Set<String> inDoubt() {
        return Set.copyOf(inDoubt);
    }

    private void set(String id, @Nullable Row row) {
        if (row == null) {
            rows.remove(id);
            gone.add(id);
            removeId(id);
        } else {
            rows.put(id, row);
            gone.remove(id);
            if (places.putIfAbsent(id, ids.size()) == null) {
                ids.add(id);
            }
        }
    }

    private void removeId(String id) {
        Integer place = places.remove(id);
        if (place != null) {
            String last = ids.remove(ids.size() - 1);
            if (!last.equals(id)) {
                ids.set(place, last);
                places.put(last, place);
            }
        }
    }

    private record Undo(String id, @Nullable Row before) {}
}
