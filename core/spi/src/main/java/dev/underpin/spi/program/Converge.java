package dev.underpin.spi.program;

/**
 * The only late binding: compiles the phase, journals the round, runs it, and repeats until the phase is empty.
 *
 * @param maxRounds more rounds than this are a failure; so is a round without progress
 */
public record Converge(String key, String title, String phase, int maxRounds) implements Action {

    public static Converge of(String phase, String title) {
        return new Converge("phase:" + phase, title, phase, 20);
    }
}
