package dev.underpin.plugin;

import dev.underpin.plan.ProblemCode;
import dev.underpin.spi.internal.Installed.Defect;
import java.util.List;
import java.util.stream.Collectors;

/** The plug-ins on the class path cannot be used together; everything that is wrong with them. */
public final class InvalidPlugins extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Clash> clashes;

    /** Something wrong with a plug-in; the message names the plug-in and where it came from. */
    public record Clash(ProblemCode code, String message, String remedy) {

        public static Clash of(Defect defect) {
            return defect instanceof Defect.Twice
                    ? new Clash(ProblemCode.PLUGIN_TWICE, defect.message(), "Keep one of the two jars.")
                    : new Clash(
                            ProblemCode.PLUGIN_BROKEN,
                            defect.message(),
                            "Take its jar off the class path, or install one for this version.");
        }

        @Override
        public String toString() {
            return code.code() + ": " + message + ". " + remedy;
        }
    }

    public InvalidPlugins(List<Clash> clashes) {
        super(clashes.stream().map(Clash::toString).collect(Collectors.joining("\n")));
        this.clashes = List.copyOf(clashes);
    }

    public List<Clash> clashes() {
        return clashes;
    }
}
