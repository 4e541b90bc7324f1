package dev.underpin.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test its server and its database; the database is dropped after the test. */
final class PostgresParameters implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(PostgresParameters.class);

    static void choose(ExtensionContext context, int major) {
        context.getStore(NAMESPACE).put(Integer.class, major);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == PostgresServer.class
                || (type == TestDatabase.class && context.getTestMethod().isPresent());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PostgresServer.class ? server(context) : database(context);
    }

    private static PostgresServer server(ExtensionContext context) {
        @Nullable Integer major = context.getStore(NAMESPACE).get(Integer.class, Integer.class);
        return major == null ? PostgresServer.shared() : PostgresServer.major(major);
    }

    private static TestDatabase database(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestDatabase.class, key -> server(context).createDatabase(), TestDatabase.class);
    }
}
