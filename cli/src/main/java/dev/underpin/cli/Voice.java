package dev.underpin.cli;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.answer.Answer.Maintained;
import dev.underpin.cli.answer.Answer.Ran;
import dev.underpin.cli.answer.Answer.Stood;
import dev.underpin.cli.json.AnswerJson;
import dev.underpin.cli.progress.TargetAnnouncement;
import dev.underpin.cli.render.AnswerText;
import dev.underpin.cli.render.Spoken;
import dev.underpin.cli.terminal.Screen;

/** Says a command's answer, once, in the form that was asked for. */
final class Voice {

    private final Screen screen;
    private final TargetAnnouncement announcement;
    private final boolean json;
    private final boolean verbose;
    private boolean said;

    Voice(Screen screen, TargetAnnouncement announcement, boolean json, boolean verbose) {
        this.screen = screen;
        this.announcement = announcement;
        this.json = json;
        this.verbose = verbose;
    }

    /**
     * Returns the exit code; whatever comes after the first answer is not said. An answer that cannot be put into words has not
     * been said.
     */
    synchronized int say(Answer answer) {
        if (!said) {
            screen.answered();
            Spoken spoken = new AnswerText(screen.resultWidth(), verbose).say(answer);
            if (json) {
                String document = AnswerJson.of(answer);
                said = true;
                screen.document(document);
            } else {
                said = true;
                nameTarget(answer);
                spoken.out().forEach(screen::out);
            }
            spoken.err().forEach(screen::err);
        }
        return answer.outcome().exitCode();
    }

    private void nameTarget(Answer answer) {
        if (answer instanceof Ran ran) {
            ran.report().target().ifPresent(announcement::name);
        } else if (answer instanceof Maintained maintained) {
            announcement.name(maintained.report().target());
        } else if (answer instanceof Stood stood) {
            announcement.name(stood.report().target());
        }
    }
}
