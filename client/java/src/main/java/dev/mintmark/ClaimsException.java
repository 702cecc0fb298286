package dev.mintmark;

/** Claims are refused: by what the call brings, or by what is stored. The problems say which. */
public final class ClaimsException extends MintmarkException {
    ClaimsException(String message, Details details, Throwable cause) {
        super(message, details, cause);
    }
}
