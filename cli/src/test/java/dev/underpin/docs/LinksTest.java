package dev.underpin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What pages refer to is there. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void everyLinkToAFileLeadsToOne() {
        assertThat(Repository.pages())
                .allSatisfy(page -> assertThat(
                                LINK.matcher(Repository.read(page)).results().map(link -> link.group(1)))
                        .allSatisfy(target ->
                                assertThat(folder(page).resolve(target)).exists()));
    }

    private static Path folder(Path page) {
        Path folder = page.getParent();
        return folder == null ? Path.of("") : folder;
    }
}
