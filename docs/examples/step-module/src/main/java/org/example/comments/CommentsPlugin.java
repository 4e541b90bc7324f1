package org.example.comments;

import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import java.util.List;

/** The step types of this module. */
public final class CommentsPlugin implements StepPlugin {

    @Override
    public String namespace() {
        return "comments";
    }

    @Override
    public List<StepType<?, ?>> steps() {
        return List.of(new StepType<>(
                "comments.table",
                "Sets the comment of a table.",
                1,
                1,
                CommentTable.Config.class,
                CommentTable.Memory.class,
                CommentTable.class));
    }
}
