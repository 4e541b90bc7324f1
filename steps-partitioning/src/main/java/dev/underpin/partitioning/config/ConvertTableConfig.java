package dev.underpin.partitioning.config;

import dev.underpin.partitioning.usage.StatementKind;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A conversion as the plan words it. */
@Described(value = "Turns a table into a partitioned one while applications read and write it.", example = """
                table: public.messages
                range: { column: created_at, interval: 1 month, timeZone: UTC, ahead: 3 }
                primaryKey: [id, created_at]
                retiredName: messages_backup
                copy: { workers: 2, targetBatchTime: 200ms }
                """)
public record ConvertTableConfig(
        @Described(value = "The table.", example = "public.messages")
        QualifiedName table,

        @Described(value = "Divides by ranges of a time.", example = "{ column: created_at, interval: 1 month }")
        Optional<RangeBy> range,

        @Described(
                value = UnsupportedOptions.MARK + "divides by lists of values.",
                example = "{ column: status, partitions: { active: [active] } }")
        Optional<ListBy> list,

        @Described(value = UnsupportedOptions.MARK + "divides by a hash.", example = "{ column: id, partitions: 8 }")
        Optional<HashBy> hash,

        @Described(
                value = "How the table gets its partitions. copy: a partitioned copy is kept equal and takes the"
                        + " table's place. " + UnsupportedOptions.MARK
                        + "attach, the old table becomes a partition of a new one;"
                        + " mirror, a partitioned copy is kept equal beside the table.",
                example = "copy",
                absent = "copy")
        Strategy strategy,

        @Described(value = UnsupportedOptions.MARK + "the name of a mirror.", example = "messages_partitioned")
        Optional<Identifier> name,

        @Described(
                value = "How partitions are called. Placeholders: {table}, and of the period's first moment"
                        + " {yyyy}, {MM}, {dd}, {HH}, {Q}, {xxxx}, {ww}.",
                example = "\"{table}_{yyyy}_{MM}\"")
        Optional<NamePattern> partitionName,

        @Described(
                value = UnsupportedOptions.MARK
                        + "which way a mirror is kept equal: forward, the table is written by others; reverse, the"
                        + " mirror is.",
                example = "forward")
        Optional<Direction> direction,

        @Described(
                value = "The new primary key; empty: the present one, widened by the partition column.",
                example = "[id, created_at]",
                absent = "[]")
        List<Identifier> primaryKey,

        @Described(
                value = "Whether the old key stays unique across partitions (guarded), or is given up (lost).",
                example = "lost",
                absent = "guarded")
        OldKey oldKey,

        @Described(
                value = "How writes after the cutover reach the retired table, for the way back: by a log that is"
                        + " drained now and then, or at once.",
                example = "log",
                absent = "log")
        Reverse reverse,

        @Described(
                value = "What becomes of foreign keys that refer to the table: refuse, the check names them. "
                        + UnsupportedOptions.MARK + "composite, registry, drop.",
                example = "refuse",
                absent = "refuse")
        IncomingForeignKeys incomingForeignKeys,

        @Described(
                value = "The old table's name after the cutover; default: {table}_retired.",
                example = "messages_backup")
        Optional<Identifier> retiredName,

        @Described(value = "How fast rows are copied.", example = "{ workers: 4 }", absent = "{}")
        CopyPace copy,

        @Described(
                value = "auto: the swap follows the copy; manual: it waits for `underpin cutover`.",
                example = "manual",
                absent = "auto")
        CutoverBy cutover,

        @Described(
                value =
                        "How often all rows are compared while the run waits for `underpin cutover`; default: every 24 hours.",
                example = "1h")
        Optional<Duration> compareEvery,

        @Described(
                value = "Properties of the table that are given up knowingly, as the check names them.",
                example = "[\"unique:messages_slug_key\"]",
                absent = "[]")
        List<String> waive,

        @Described(
                value = "Kinds of statements that are known to fail or to change, as the check names them.",
                example = "[on-conflict-old-key]",
                absent = "[]")
        List<StatementKind> accept) {

    public ConvertTableConfig {
        primaryKey = List.copyOf(primaryKey);
        waive = List.copyOf(waive);
        accept = List.copyOf(accept);
        long ways = Stream.of(range, list, hash).filter(Optional::isPresent).count();
        if (ways != 1) {
            throw new InvalidConfig(
                    "", "a table is divided in one way, this plan gives " + ways, "Give one of range, list and hash.");
        }
        if (strategy != Strategy.MIRROR && (name.isPresent() || direction.isPresent())) {
            throw new InvalidConfig(
                    name.isPresent() ? "name" : "direction",
                    "only a mirror has a name and a direction of its own",
                    "Leave it out, or set strategy: mirror.");
        }
        if (primaryKey.stream().distinct().count() != primaryKey.size()) {
            throw new InvalidConfig("primaryKey", "a column stands in the key twice", "Name each column once.");
        }
        if (compareEvery.isPresent() && cutover != CutoverBy.MANUAL) {
            throw new InvalidConfig(
                    "compareEvery",
                    "without cutover: manual the rows are compared once, right before the swap",
                    "Leave it out, or set cutover: manual.");
        }
        if (compareEvery.filter(every -> every.isNegative() || every.isZero()).isPresent()) {
            throw new InvalidConfig("compareEvery", "rows cannot be compared all the time", "Give a time such as 1h.");
        }
        if (retiredName.filter(retired -> retired.name().equals(table.local())).isPresent()) {
            throw new InvalidConfig("retiredName", "the retired table cannot keep its name", "Give it another name.");
        }
        UnsupportedOptions.refuse(strategy, list, hash, incomingForeignKeys);
    }

    /** How the table gets its partitions. */
    public enum Strategy {
        COPY,
        ATTACH,
        MIRROR
    }

    /** Which of two tables is written by others. */
    public enum Direction {
        FORWARD,
        REVERSE
    }

    /** What becomes of the old key's uniqueness where the new one is wider. */
    public enum OldKey {
        GUARDED,
        LOST
    }

    /** How writes made after the cutover reach the old table. */
    public enum Reverse {
        LOG,
        SYNCHRONOUS
    }

    /** What becomes of foreign keys that refer to the table. */
    public enum IncomingForeignKeys {
        REFUSE,
        COMPOSITE,
        REGISTRY,
        DROP
    }

    /** Who decides on the moment of the swap. */
    public enum CutoverBy {
        AUTO,
        MANUAL
    }
}
