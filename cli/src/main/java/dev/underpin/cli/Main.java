package dev.underpin.cli;

/** The command {@code underpin}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        System.exit(new Application(new ProcessHost()).run(args));
    }
}
