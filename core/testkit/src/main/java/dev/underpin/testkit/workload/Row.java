package dev.underpin.testkit.workload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row as the texts of its columns, in the order of {@link TableStatements#columns}. */
record Row(List<@Nullable String> values) {

    Row {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    @Nullable String get(int column) {
        return values.get(column);
    }

    Row with(int column, @Nullable String value) {
        List<@Nullable String> changed = new ArrayList<>(values);
        changed.set(column, value);
        return new Row(changed);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
