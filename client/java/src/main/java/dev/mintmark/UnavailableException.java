package dev.mintmark;

/** The service did not answer, or not in time; trying again later may do. */
public final class UnavailableException extends MintmarkException {
    UnavailableException(String message, Details details, Throwable cause) {
        super(message, details, cause);
    }
}
