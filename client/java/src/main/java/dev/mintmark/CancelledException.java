package dev.mintmark;

/** The caller cancelled the call, interrupted the thread, or closed the client. */
public final class CancelledException extends MintmarkException {
    CancelledException(String message, Details details, Throwable cause) {
        super(message, details, cause);
    }
}
