package dev.underpin.testkit.workload;

import dev.underpin.testkit.MessagesFixture;
import java.util.Map;
import java.util.Set;

/**
 * Which columns of a table the writers use, each as it stands in SQL. The id must be unique; where id or moment have a default, some rows are
 * inserted without a value of their own.
 *
 * @param id the key by which rows are found
 * @param ids its type
 * @param content a text column
 * @param moment a {@code timestamptz} column, moved from month to month
 * @param onInsert values of further columns of inserted rows
 * @param maintained columns that the server changes by itself; they are compared as the server returned them, not predicted
 */
public record Shape(
        String id, Ids ids, String content, String moment, Map<String, String> onInsert, Set<String> maintained) {

    public Shape {
        onInsert = Map.copyOf(onInsert);
        maintained = Set.copyOf(maintained);
    }

    public Shape(String id, Ids ids, String content, String moment) {
        this(id, ids, content, moment, Map.of(), Set.of());
    }

    /** The table of {@link MessagesFixture}. */
    public static Shape messages() {
        return new Shape(
                "id",
                Ids.UUID,
                "content",
                "created_at",
                Map.of("chat_room_id", MessagesFixture.ROOM, "type", "image"),
                Set.of());
    }
}
