package dev.underpin.cli.terminal;

import java.io.PrintStream;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of both streams, so that lines redrawn in place never mix with others. Safe for use by several threads.
 */
public final class Screen {

    private static final int LISTING_WIDTH = 120;

    private final Streams streams;
    private final Manners manners;
    private final IntSupplier measure;
    private List<String> live = List.of();
    private int drawn;
    private int width;
    private @Nullable String question;
    private boolean pictured;

    public Screen(Streams streams, Manners manners) {
        this(streams, manners, Terminals::width);
    }

    Screen(Streams streams, Manners manners, IntSupplier measure) {
        this.streams = streams;
        this.manners = manners;
        this.measure = measure;
    }

    public Manners manners() {
        return manners;
    }

    public Streams streams() {
        return streams;
    }

    /** A line of the result. */
    public synchronized void out(String line) {
        erase();
        print(line, streams.out(), streams.terminalOut(), manners.colouredOut());
        streams.out().flush();
        draw();
    }

    /** Text of the result as it is, such as a document. */
    public synchronized void document(String text) {
        erase();
        streams.out().print(text);
        streams.out().flush();
        draw();
    }

    /** A line that is not part of the result. */
    public synchronized void err(String line) {
        erase();
        print(line, streams.err(), streams.terminalErr(), manners.colouredErr());
        draw();
    }

    /**
     * Shows the lines and then a question, after which the cursor stays on its line, where whoever answers sees them. Until
     * {@link #answered} nothing is redrawn, and what else has to be said does not hide the question.
     */
    public synchronized void ask(List<String> lines, String text) {
        erase();
        PrintStream sight = streams.questions().orElse(streams.err());
        lines.forEach(line -> print(line, sight, true, manners.colouredErr()));
        question = text;
        repeat();
    }

    private void repeat() {
        PrintStream sight = streams.questions().orElse(streams.err());
        sight.print(Paper.show(question == null ? "" : question, manners.colouredErr()));
        sight.flush();
    }

    /** There is an answer, or nobody waits for one any more; a picture is wiped out. */
    public synchronized void answered() {
        question = null;
        if (pictured) {
            pictured = false;
            live(List.of());
        }
    }

    private boolean isAskedHere() {
        return question != null && streams.terminalErr();
    }

    /** Replaces the lines at the bottom that change in place; without effect where lines cannot be redrawn. */
    public synchronized void live(List<String> lines) {
        if (question == null && !pictured) {
            show(lines);
        }
    }

    private void show(List<String> lines) {
        if (manners.live() && !lines.equals(live)) {
            erase();
            live = List.copyOf(lines);
            draw();
        }
    }

    /** As {@link #live}, with as many of the lines as the terminal has room for, and alone until {@link #answered}. */
    public synchronized void picture(List<String> lines) {
        int room = Math.max(1, Terminals.height() - 1);
        pictured = true;
        show(lines.size() <= room ? lines : lines.subList(0, room));
    }

    /** The columns that a line of a result may take. */
    public synchronized int resultWidth() {
        return streams.terminalOut() ? width() : LISTING_WIDTH;
    }

    /** The columns that a redrawn line may take. */
    public synchronized int width() {
        if (width == 0) {
            width = Math.max(20, measure.getAsInt());
        }
        return width;
    }

    /** The terminal's size has changed. */
    public synchronized void resized() {
        width = 0;
    }

    /** On a terminal, long lines are broken where words end; elsewhere a line is a line. */
    private void print(String line, PrintStream stream, boolean terminal, boolean coloured) {
        List<String> broken = terminal ? Wrap.lines(Paper.clean(line), width()) : List.of(line);
        broken.forEach(part -> stream.print(Paper.show(part, coloured) + "\n"));
    }

    private void erase() {
        if (isAskedHere()) {
            streams.err().print('\n');
            streams.err().flush();
        }
        if (drawn > 0) {
            streams.err().print("\r\u001b[" + drawn + "A\u001b[J");
            streams.err().flush();
            drawn = 0;
        }
    }

    private void draw() {
        PrintStream err = streams.err();
        if (isAskedHere()) {
            repeat();
            return;
        }
        for (String line : live) {
            err.print(Paper.show(TextWidth.fit(Paper.clean(line), width() - 1), manners.colouredErr()));
            err.print('\n');
        }
        drawn = live.size();
        err.flush();
    }
}
