package dev.underpin.spi.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who may do what with an object.
 *
 * @param builtIn nothing has ever been granted or revoked: the built-in default holds
 */
public record Acl(boolean builtIn, List<Grant> grants) {

    public static final Acl BUILT_IN = new Acl(true, List.of());

    /** Of grants, as the catalog has them. */
    public static final Comparator<Grant> ORDER =
            Comparator.comparing(Grant::grantee).thenComparing(Grant::privilege).thenComparing(Grant::grantor);

    public Acl {
        grants = List.copyOf(grants);
    }

    /** The same but for grants that are not kept. */
    public Acl only(Predicate<Grant> kept) {
        return new Acl(builtIn, grants.stream().filter(kept).toList());
    }

    /** With this one as well, in the catalog's order; it replaces what the same grantor gave to the same grantee. */
    public Acl with(Grant given) {
        List<Grant> all = new ArrayList<>(grants);
        all.removeIf(given::sameRightAs);
        all.add(given);
        all.sort(ORDER);
        return new Acl(false, all);
    }

    /**
     * One privilege of one role.
     *
     * @param grantee {@code public} for everybody (a role of that name cannot exist)
     */
    public record Grant(String grantee, String privilege, boolean grantable, String grantor) {

        /** Whether it is that right, of that role, by that grantor; grantable or not. */
        public boolean sameRightAs(Grant other) {
            return grantee.equals(other.grantee) && privilege.equals(other.privilege) && grantor.equals(other.grantor);
        }
    }
}
