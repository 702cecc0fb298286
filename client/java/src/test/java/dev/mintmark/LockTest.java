package dev.mintmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LockTest {
    private static final Path LOCK = Path.of("dependencies.lock");

    @Test
    void theLibrariesAreTheLockedOnes() throws Exception {
        String[] jars = Files.readString(Path.of("target/classpath")).strip().split(File.pathSeparator);
        String lock =
                Stream.of(jars).map(Path::of).map(LockTest::describe).sorted().collect(Collectors.joining());
        if ("write".equals(System.getProperty("lock"))) {
            Files.writeString(LOCK, lock);
        }
        assertEquals(Files.readString(LOCK), lock, "make lock-java writes it anew");
    }

    private static String describe(Path jar) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
            return jar.getFileName() + " sha256:" + HexFormat.of().formatHex(digest) + "\n";
        } catch (IOException | NoSuchAlgorithmException error) {
            throw new IllegalStateException(error);
        }
    }
}
