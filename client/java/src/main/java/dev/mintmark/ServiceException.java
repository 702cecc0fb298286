package dev.mintmark;

/** The service failed, or the other side is no Mintmark. */
public final class ServiceException extends MintmarkException {
    ServiceException(String message, Details details, Throwable cause) {
        super(message, details, cause);
    }
}
