package dev.underpin.testkit.matrix;

import java.util.Optional;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Leaves out the test classes of other shards than that in the system property {@code underpin.shard}, such as {@code 2/5}; without it, none.
 * What is of no class belongs to a shard by its identifier.
 */
public final class ShardFilter implements PostDiscoveryFilter {

    private final Optional<Shard> shard;

    public ShardFilter() {
        this(Shard.parse(System.getProperty("underpin.shard", "")));
    }

    ShardFilter(Optional<Shard> shard) {
        this.shard = shard;
    }

    @Override
    public FilterResult apply(TestDescriptor test) {
        return FilterResult.includedIf(
                shard.isEmpty() || shard.get().contains(named(test)), () -> "of this shard", () -> "of another shard");
    }

    private static String named(TestDescriptor test) {
        Optional<TestDescriptor> at = Optional.of(test);
        while (at.isPresent()) {
            Optional<String> name = at.get().getSource().flatMap(ShardFilter::className);
            if (name.isPresent()) {
                return name.get();
            }
            at = at.get().getParent();
        }
        return test.getUniqueId().toString();
    }

    private static Optional<String> className(TestSource source) {
        if (source instanceof MethodSource method) {
            return Optional.of(method.getClassName());
        }
        return source instanceof ClassSource of ? Optional.of(of.getClassName()) : Optional.empty();
    }
}
