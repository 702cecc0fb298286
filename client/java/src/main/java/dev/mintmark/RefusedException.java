package dev.mintmark;

/** What the call says is wrong. */
public final class RefusedException extends MintmarkException {
    RefusedException(String message, Details details, Throwable cause) {
        super(message, details, cause);
    }
}
