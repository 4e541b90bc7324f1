package dev.underpin.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Arranges help pages: a command's own options first, those that all commands have after them. */
public final class HelpLayout {

    private static final int WIDTH = 100;
    private static final List<String> COMMANDS =
            List.of(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, UsageMessageSpec.SECTION_KEY_COMMAND_LIST);

    private HelpLayout() {}

    public static void arrange(CommandLine line) {
        UsageMessageSpec page = line.getCommandSpec().usageMessage();
        page.abbreviateSynopsis(true);
        page.sortOptions(false);
        page.width(WIDTH);
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::options);
        if (line.getParent() == null) {
            List<String> sections = new ArrayList<>(line.getHelpSectionKeys());
            sections.removeAll(COMMANDS);
            sections.addAll(sections.indexOf(UsageMessageSpec.SECTION_KEY_OPTION_LIST), COMMANDS);
            line.setHelpSectionKeys(sections);
        }
        line.getSubcommands().values().forEach(HelpLayout::arrange);
    }

    private static String options(Help help) {
        boolean root = help.commandSpec().parent() == null;
        List<OptionSpec> all = help.commandSpec().options();
        String own = list(
                help, all.stream().filter(option -> !root && !isCommon(option)).toList());
        String common = list(
                help, all.stream().filter(option -> root || isCommon(option)).toList());
        return (own.isEmpty() ? "" : "%nOptions:%n".formatted() + own) + "%nCommon options:%n".formatted() + common;
    }

    private static boolean isCommon(OptionSpec option) {
        return option.inherited() || option.usageHelp() || option.versionHelp();
    }

    private static String list(Help help, List<OptionSpec> options) {
        return options.isEmpty() ? "" : help.optionListExcludingGroups(options);
    }
}
