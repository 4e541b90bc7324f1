package dev.underpin.testkit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A container, where a Docker engine answers. {@code UNDERPIN_TEST_IMAGE} names the image; {@code {major}} in it stands for the major, and an
 * image without it serves the major that it holds. An image that cannot be had is reported in the log, and the next way is tried.
 */
final class ContainerServer implements ServerSource {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerServer.class);
    private static final String VARIABLE = "UNDERPIN_TEST_IMAGE";
    private static final String DEFAULT_IMAGE = "postgres:{major}";
    private static final String USER = "postgres";
    private static final long PULL_MINUTES = 5;

    /** The majors of images that turned out to hold another one than asked for. */
    private final Map<String, Integer> majors = new ConcurrentHashMap<>();

    @Override
    public Optional<ServerAddress> start(int major) {
        if (!engineIsConfigured() || !DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.empty();
        }
        String image = Optional.ofNullable(System.getenv(VARIABLE))
                .orElse(DEFAULT_IMAGE)
                .replace("{major}", String.valueOf(major));
        if (majors.getOrDefault(image, major) != major || !isAtHand(DockerImageName.parse(image))) {
            return Optional.empty();
        }
        return start(image, major);
    }

    private Optional<ServerAddress> start(String image, int major) {
        PostgreSQLContainer container = container(image);
        try {
            container.start();
        } catch (ContainerFetchException | ContainerLaunchException failure) {
            LOG.warn("No container from image {} ({}); the embedded server is used.", image, rootMessage(failure));
            return Optional.empty();
        }
        ServerAddress address = new ServerAddress(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getUsername(),
                container.getPassword(),
                container.getDatabaseName());
        int found = EnvironmentServer.majorOf(address);
        if (found != major) {
            LOG.warn("Image {} holds PostgreSQL {}; the embedded server is used for {}.", image, found, major);
            majors.put(image, found);
            container.stop();
            return Optional.empty();
        }
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "stop-postgres-" + major));
        return Optional.of(address);
    }

    /** Pulls an image that the engine does not have, once: Testcontainers itself repeats that for minutes where there is no registry. */
    @SuppressWarnings("resource") // the client belongs to Testcontainers
    private static boolean isAtHand(DockerImageName image) {
        DockerClient client = DockerClientFactory.instance().client();
        try {
            client.inspectImageCmd(image.asCanonicalNameString()).exec();
            return true;
        } catch (NotFoundException absent) {
            return pull(client, image);
        }
    }

    private static boolean pull(DockerClient client, DockerImageName image) {
        LOG.info("Pulling image {}.", image);
        try {
            boolean pulled = client.pullImageCmd(image.getUnversionedPart())
                    .withTag(image.getVersionPart())
                    .start()
                    .awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES);
            if (!pulled) {
                LOG.warn("Image {} was not there after {} minutes; the embedded server is used.", image, PULL_MINUTES);
            }
            return pulled;
        } catch (DockerException failure) {
            LOG.warn("No image {} ({}); the embedded server is used.", image, rootMessage(failure));
            return false;
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @SuppressWarnings("resource") // stopped by the shutdown hook
    private static PostgreSQLContainer container(String image) {
        return new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"))
                .withImagePullPolicy(name -> false)
                .withUsername(USER)
                .withDatabaseName("postgres")
                .withCommand(command());
    }

    private static String[] command() {
        List<String> command = new ArrayList<>(List.of("postgres"));
        CONFIGURATION.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command.toArray(String[]::new);
    }

    /** Asking Testcontainers takes seconds and a page of log where there is no engine at all. */
    private static boolean engineIsConfigured() {
        Path home = Path.of(System.getProperty("user.home"));
        Stream<Path> sockets = Stream.of(
                Path.of("/var/run/docker.sock"),
                home.resolve(".docker/run/docker.sock"),
                home.resolve(".docker/desktop/docker.sock"),
                Path.of(Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR")).orElse("/run"), "docker.sock"));
        return System.getenv("DOCKER_HOST") != null
                || Files.exists(home.resolve(".testcontainers.properties"))
                || sockets.anyMatch(Files::exists);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
