// Generated from protos/mintmark/v1 by `make proto-clients`; never edited by hand.

package dev.mintmark;

/** All services. */
public abstract class Services {
    final Calls calls;

    Services(Calls calls) {
        this.calls = calls;
    }

    /**
     * Manages access keys.
     */
    public AccessKeys accessKeys() {
        return new AccessKeys(calls);
    }

    /**
     * Manages applications.
     */
    public Applications applications() {
        return new Applications(calls);
    }

    /**
     * Manages attributes.
     */
    public Attributes attributes() {
        return new Attributes(calls);
    }

    /**
     * Reads the audit log: hash-chained, one chain a project.
     */
    public Audit audit() {
        return new Audit(calls);
    }

    /**
     * Manages credentials.
     */
    public Credentials credentials() {
        return new Credentials(calls);
    }

    /**
     * Manages flows.
     */
    public Flows flows() {
        return new Flows(calls);
    }

    /**
     * Manages a project's signing keys: next, active, retiring, retired, or revoked.
     */
    public Keys keys() {
        return new Keys(calls);
    }

    /**
     * Manages projects.
     */
    public Projects projects() {
        return new Projects(calls);
    }

    /**
     * Manages roles.
     */
    public Roles roles() {
        return new Roles(calls);
    }

    /**
     * Manages templates.
     */
    public Templates templates() {
        return new Templates(calls);
    }

    /**
     * Manages tenants.
     */
    public Tenants tenants() {
        return new Tenants(calls);
    }

    /**
     * Decides which claims a token carries, signs tokens, and says where each claim came from.
     */
    public Tokens tokens() {
        return new Tokens(calls);
    }

    /**
     * Manages users.
     */
    public Users users() {
        return new Users(calls);
    }
}
