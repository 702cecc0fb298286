package dev.mintmark;

/** The resource does not exist, or the caller may not see it. */
public final class AbsenceException extends MintmarkException {
    AbsenceException(String message, Details details, Throwable cause) {
        super(message, details, cause);
    }
}
