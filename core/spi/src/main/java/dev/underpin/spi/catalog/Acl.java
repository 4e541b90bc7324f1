package dev.underpin.spi.catalog;

import java.util.List;

/**
 * Who may do what with an object.
 *
 * @param builtIn nothing has ever been granted or revoked: the built-in default holds
 */
public record Acl(boolean builtIn, List<Grant> grants) {

    public static final Acl BUILT_IN = new Acl(true, List.of());

    public Acl {
        grants = List.copyOf(grants);
    }

    /**
     * One privilege of one role.
     *
     * @param grantee {@code public} for everybody (a role of that name cannot exist)
     */
    public record Grant(String grantee, String privilege, boolean grantable, String grantor) {}
}
