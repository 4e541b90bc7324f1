package dev.underpin.rls;

import static dev.underpin.spi.finding.Code.Moment.APPLY;
import static dev.underpin.spi.finding.Code.Moment.OUTLOOK;
import static dev.underpin.spi.finding.Code.Moment.PRECHECK;
import static dev.underpin.spi.finding.Code.Moment.ROLLBACK;
import static dev.underpin.spi.finding.Code.Moment.VERIFY;

import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.CodeCatalogue;
import java.util.List;

/** Codes of this module's findings. */
public final class Codes implements CodeCatalogue {

    static final Code CANNOT_BECOME = Code.of(
            "E3306",
            "The role of the connection cannot take on a role as which the policies are to be tried.",
            "Have that role granted to it, or take the trial out of the plan.",
            PRECHECK);
    static final Code NOT_TRIED = Code.of(
            "E3308",
            "The policies could not be tried out.",
            "GRANT TEMPORARY ON DATABASE, and the right to use the types of the table's columns.",
            PRECHECK);
    static final Code POLICY_LACKS = Code.of(
            "E3310",
            "A policy uses something on which a role lacks a privilege: every statement under the policy would fail.",
            "GRANT it, or ask through a SECURITY DEFINER function.",
            PRECHECK);
    static final Code CHANGED_MEANWHILE = Code.of(
            "E3311",
            "Somebody has changed the policies since the plan looked at them.",
            "Look at what was changed, and run the plan again: it starts from what is there then.",
            APPLY);
    static final Code NOT_AS_DECLARED = Code.of(
            "E3312",
            "The policies are not those of the plan.",
            "Undo what was changed by hand, or put it into the plan.",
            APPLY,
            VERIFY);
    static final Code CHANGED_SINCE = Code.of(
            "E3313",
            "The policies have been changed since the plan was applied.",
            "Undo the changes that are listed, or keep the policies as they are: they cannot be taken back exactly.",
            ROLLBACK,
            OUTLOOK);
    static final Code NOT_RESTORED = Code.of(
            "E3314",
            "The policies could not be made what they were; nothing was changed.",
            "Restore what differs by hand.",
            ROLLBACK);
    static final Code PARTITION_NOT_COVERED = Code.of(
            "E3315",
            "A partition has not the policies of its table.",
            "Apply the step again in a new plan, so that new partitions are covered too.",
            VERIFY,
            ROLLBACK);
    static final Code TRIAL_MISSED = Code.of(
            "E3316",
            "In a trial the policies let through something else than they should.",
            "Correct the policies, or the expectation.",
            APPLY,
            VERIFY);

    static final Code NOTHING_LET_THROUGH = Code.of(
            "W3321",
            "No permissive policy lets through what is granted.",
            "Add a permissive policy for each, or REVOKE the grants, so that the refusal is seen as one.",
            PRECHECK);
    static final Code READS_ITSELF = Code.of(
            "W3322",
            "A policy reads its own table, which ends in infinite recursion if it applies to that reading too.",
            "Read it in a SECURITY DEFINER function whose owner the policies do not hold back.",
            PRECHECK);
    static final Code OWNER_HELD_BACK = Code.of(
            "W3323",
            "With force, the owner sees only what the policies let through; a dump as the owner fails or leaves rows out.",
            "Give the owner a policy, or make backups as a role with BYPASSRLS.",
            PRECHECK);
    static final Code FOREIGN_PARTITION = Code.of(
            "W3324",
            "A partition is a foreign table and cannot have policies.",
            "REVOKE the grants on it; it stays readable through its parent.",
            PRECHECK);
    static final Code EXPOSED_PARTITION = Code.of(
            "W3325",
            "A partition without row level security can be read by roles that the table's policies hold back.",
            "Say partitions: enableNoPolicy, or REVOKE the grants on the partition.",
            PRECHECK);
    static final Code IDLE = Code.of(
            "W3326",
            "The policies have no effect, for enabled is false.",
            "Say enabled: true as soon as they shall hold.",
            PRECHECK);
    static final Code DROPPED = Code.of(
            "N3331",
            "A policy is dropped, for the plan does not list it.",
            "List it, or say exclusive: false, to keep it; a rollback brings it back.",
            PRECHECK);

    @Override
    public List<Code> codes() {
        return CodeCatalogue.constantsOf(Codes.class);
    }
}
