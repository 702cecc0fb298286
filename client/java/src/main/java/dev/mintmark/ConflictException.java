package dev.mintmark;

/** Somebody else was faster, or the name is taken. */
public final class ConflictException extends MintmarkException {
    ConflictException(String message, Details details, Throwable cause) {
        super(message, details, cause);
    }
}
