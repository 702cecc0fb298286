package dev.mintmark;

/** The resource's present state does not allow it. */
public final class StateException extends MintmarkException {
    StateException(String message, Details details, Throwable cause) {
        super(message, details, cause);
    }
}
