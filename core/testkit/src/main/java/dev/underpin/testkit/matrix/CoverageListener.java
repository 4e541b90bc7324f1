package dev.underpin.testkit.matrix;

import dev.underpin.testkit.matrix.Coverage.Test;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Tells at the end which versions of PostgreSQL the tests have used, those of the build's earlier modules included, if the system property
 * {@code underpin.covered} names a folder for the build's modules to write that down in.
 */
public final class CoverageListener implements TestExecutionListener {

    private final Optional<Path> folder = Optional.ofNullable(System.getProperty("underpin.covered"))
            .filter(named -> !named.isBlank())
            .map(Path::of);

    private volatile Optional<TestPlan> plan = Optional.empty();

    @Override
    public void testPlanExecutionStarted(TestPlan begun) {
        plan = Optional.of(begun);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        Coverage.at(new Test(className(test), test.getUniqueId()));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Coverage.atNone();
    }

    @Override
    public void testPlanExecutionFinished(TestPlan ended) {
        folder.ifPresent(named -> {
            Coverage.ofThisJvm().write(named);
            List<String> summary = Coverage.read(named).summary();
            if (!summary.isEmpty()) {
                System.out.println("Covered so far, by this module's tests and those before:");
                summary.forEach(line -> System.out.println("  " + line));
            }
        });
    }

    /** Of itself or of what it is part of. */
    private String className(TestIdentifier test) {
        Optional<TestIdentifier> at = Optional.of(test);
        while (at.isPresent()) {
            Optional<String> name = at.get().getSource().flatMap(CoverageListener::className);
            if (name.isPresent()) {
                return name.get();
            }
            TestIdentifier child = at.get();
            at = plan.flatMap(known -> known.getParent(child));
        }
        return test.getDisplayName();
    }

    private static Optional<String> className(TestSource source) {
        if (source instanceof MethodSource method) {
            return Optional.of(method.getClassName());
        }
        return source instanceof ClassSource of ? Optional.of(of.getClassName()) : Optional.empty();
    }
}
