package dev.underpin.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only what nobody owns any more is cleared away, and no process but an abandoned server is ended. */
class DataFoldersTest {

    private static final Duration OLD = Duration.ofHours(1);

    @TempDir
    private Path parent;

    private final List<Process> begun = new ArrayList<>();

    @AfterEach
    void end() {
        begun.forEach(Process::destroyForcibly);
    }

    private Path folder(String name, Duration age) throws IOException {
        Path folder = Files.createDirectory(parent.resolve(name));
        Path lock = Files.createFile(folder.resolve(FreshCluster.LOCK));
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(age)));
        return folder;
    }

    /** It lives until it is ended, or its input is closed. */
    private Process waiting(Path program) throws IOException {
        Process process = new ProcessBuilder(program.toString()).start();
        begun.add(process);
        return process;
    }

    private static void servedBy(Path folder, Process process) throws IOException {
        Files.writeString(folder.resolve("postmaster.pid"), process.pid() + "\n" + folder + "\n");
    }

    @Test
    void whatAKilledOneLeftGoesAndAllElseStays() throws IOException {
        Path abandoned = folder("underpin-17-a", OLD);
        Files.writeString(Files.createDirectories(abandoned.resolve("base/1")).resolve("1259"), "rows");
        Path young = folder("underpin-17-b", Duration.ZERO);
        Path without = Files.createDirectory(parent.resolve("underpin-17-c"));
        Path others = folder("somebody-elses", OLD);

        DataFolders.clear(parent);

        assertThat(abandoned).doesNotExist();
        assertThat(List.of(young, without, others))
                .allSatisfy(kept -> assertThat(kept).exists());
    }

    @Test
    void whatAnotherProcessHoldsStays() throws Exception {
        Path held = folder("underpin-17-a", OLD);
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        held.resolve(FreshCluster.LOCK).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        begun.add(holder);
        assertThat(holder.inputReader().readLine()).isEqualTo("held");

        DataFolders.clear(parent);
        assertThat(held).exists();

        holder.outputWriter().close();
        assertThat(holder.waitFor(1, TimeUnit.MINUTES)).isTrue();
        DataFolders.clear(parent);
        assertThat(held).doesNotExist();
    }

    /** Its owner was killed and could not stop it. */
    @Test
    void aServerThatStillRunsThereIsStopped() throws Exception {
        Path abandoned = folder("underpin-17-a", OLD);
        Path postgres = Files.copy(Path.of("/bin/cat"), parent.resolve("postgres"));
        Process server = waiting(postgres);
        servedBy(abandoned, server);

        DataFolders.clear(parent);

        assertThat(server.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(abandoned).doesNotExist();
    }

    /** The number has been given to somebody else since. */
    @Test
    void aProcessOfAnotherKindUnderItsNumberIsLeftAlone() throws Exception {
        Path abandoned = folder("underpin-17-a", OLD);
        Process other = waiting(Path.of("/bin/cat"));
        servedBy(abandoned, other);

        DataFolders.clear(parent);

        assertThat(other.isAlive()).isTrue();
        assertThat(abandoned).doesNotExist();
    }

    /** Holds a lock until its input ends. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                System.out.println(lock.isValid() ? "held" : "not held");
                while (System.in.read() >= 0) {
                    // Until it ends.
                }
            }
        }
    }
}
