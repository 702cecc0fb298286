package dev.mintmark;

/** The credential does not hold, or lacks the role. */
public final class AccessException extends MintmarkException {
    AccessException(String message, Details details, Throwable cause) {
        super(message, details, cause);
    }
}
