package dev.underpin.plan;

import dev.underpin.plan.shape.Shapes;

/**
 * Records as JSON and back: the configurations and the memory of steps, and whatever else consists of the same types. Equal
 * records have equal JSON, and reading it gives an equal record.
 */
public final class ConfigCodec {

    public String write(Record value) {
        return JsonText.write(Unbinder.unbind(Shapes.ofRecord(value.getClass()), value));
    }

    /**
     * @throws IllegalArgumentException if the JSON does not hold such a record; the message says where and why
     */
    public <R extends Record> R read(String json, Class<R> type) {
        Problems problems = new Problems(type.getSimpleName());
        R value = new Binder(problems, Substitution.NONE)
                .bind(type, JsonText.read(json), Place.of(type.getSimpleName()))
                .orElse(null);
        if (value == null) {
            throw new IllegalArgumentException(problems.toString());
        }
        return value;
    }
}
