package dev.underpin.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Turns one method with {@link Majors} into one test per major. */
final class MajorInvocations implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), Majors.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Majors.class).stream()
                .flatMap(majors -> chosen(majors, context).stream())
                .map(OnMajor::new);
    }

    private static List<Integer> chosen(Majors majors, ExtensionContext context) {
        List<Integer> all = Arrays.stream(majors.value()).boxed().toList();
        return majors.always()
                ? Matrix.isWhole() ? Matrix.andNewer(all) : all
                : Matrix.of(
                        all,
                        context.getRequiredTestClass().getName() + "."
                                + context.getRequiredTestMethod().getName());
    }

    private record OnMajor(int major) implements TestTemplateInvocationContext, BeforeEachCallback {

        @Override
        public String getDisplayName(int invocationIndex) {
            return "PostgreSQL " + major;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            PostgresParameters.choose(context, major);
        }
    }
}
