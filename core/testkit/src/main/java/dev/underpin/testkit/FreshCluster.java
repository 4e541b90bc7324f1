package dev.underpin.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The files of a cluster as {@code initdb} leaves them: made once per machine, for to make them takes seconds, and copied from then on. */
final class FreshCluster {

    /** Makes a cluster in that folder and stops its server. */
    @FunctionalInterface
    interface Maker {
        void make(Path folder) throws IOException;
    }

    /** By which the library knows whose folder is in use; an old one says that nobody's is. */
    static final String LOCK = "epg-lock";

    private static final CopyOption[] EXACTLY = {StandardCopyOption.COPY_ATTRIBUTES};

    private final Path kept;
    private final Maker maker;

    /** @param kept where the files stay; another folder for whatever makes them others */
    FreshCluster(Path kept, Maker maker) {
        this.kept = kept;
        this.maker = maker;
    }

    void copyTo(Path folder) {
        try {
            if (!Files.isDirectory(kept)) {
                make();
            }
            Files.walkFileTree(kept, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes)
                        throws IOException {
                    Files.copy(source, folder.resolve(kept.relativize(source)), EXACTLY);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) throws IOException {
                    Files.copy(source, folder.resolve(kept.relativize(source)), EXACTLY);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void make() throws IOException {
        Path made = kept.resolveSibling("making-" + UUID.randomUUID());
        maker.make(made);
        Files.deleteIfExists(made.resolve(LOCK));
        try {
            Files.move(made, kept, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException another) {
            delete(made);
        }
    }

    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
