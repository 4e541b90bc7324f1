package dev.underpin;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What is written in a class file: texts of the code and of its annotations, and names. ArchUnit does not keep them. */
final class ConstantPool {

    private static final int MAGIC = 0xCAFEBABE;

    private ConstantPool() {}

    /** All texts of its constant pool, as chapter 4.4 of the JVM's specification has them. */
    static List<String> texts(JavaClass type) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(
                type.getSource().orElseThrow().getUri().toURL().openStream()))) {
            if (in.readInt() != MAGIC) {
                throw new IllegalStateException(type.getName() + " is no class file");
            }
            in.readInt();
            return texts(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.add(in.readUTF());
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> throw new IllegalStateException("constant of kind " + tag);
            }
        }
        return texts;
    }
}
