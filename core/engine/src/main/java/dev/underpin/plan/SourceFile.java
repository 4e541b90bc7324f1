package dev.underpin.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a plan's file as text, or says why it is none. */
final class SourceFile {

    static final int MAX_BYTES = 1024 * 1024;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path path;
    private final Problems problems;

    SourceFile(Path path, Problems problems) {
        this.path = path;
        this.problems = problems;
    }

    /** The text without a byte order mark; empty if there is a problem. */
    Optional<String> text() {
        if (!Files.exists(path)) {
            return refuse(ProblemCode.FILE_MISSING, "there is no file " + path, "Check the path.");
        }
        if (Files.isDirectory(path)) {
            return refuse(ProblemCode.NOT_A_FILE, path + " is a directory", "Name the plan's file in it.");
        }
        if (!Files.isRegularFile(path)) {
            return refuse(ProblemCode.NOT_A_FILE, path + " is a pipe or a device", "Write the plan to a file.");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            return refuse(
                    ProblemCode.FILE_UNREADABLE, path + " cannot be read: " + e.getMessage(), "Check its rights.");
        }
        if (bytes.length > MAX_BYTES) {
            return refuse(
                    ProblemCode.FILE_TOO_LARGE, path + " has more than " + MAX_BYTES + " bytes", "Divide the plan.");
        }
        return decode(bytes);
    }

    private Optional<String> refuse(ProblemCode code, String message, String remedy) {
        problems.add(code, Position.START, message, remedy);
        return Optional.empty();
    }

    private Optional<String> decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        String text = out.toString();
        if (result.isError()) {
            problems.add(
                    ProblemCode.NOT_UTF8,
                    positionAfter(text),
                    "here the file ceases to be UTF-8 text",
                    "Save it with the encoding UTF-8.");
            return Optional.empty();
        }
        return Optional.of(text.isEmpty() || text.charAt(0) != BYTE_ORDER_MARK ? text : text.substring(1));
    }

    private static Position positionAfter(String text) {
        int lineStart = text.lastIndexOf('\n') + 1;
        int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
        return new Position(line, text.codePointCount(lineStart, text.length()) + 1);
    }
}
