package dev.mintmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String CLASS = """
            import dev.mintmark.*;
            import dev.mintmark.v1.*;
            import java.util.List;
            import java.util.Map;

            class %s {
                static MintmarkClient client;
                static CreateTemplateRequest request;

                public static void main(String[] arguments) {
                    %s
                }
            }
            """;

    @Test
    void theCodeCompilesAndTheFirstCallRuns(@TempDir Path folder) throws Exception {
        List<Path> sources = new ArrayList<>();
        try (Service service = Service.demo()) {
            Matcher blocks = BLOCK.matcher(Files.readString(Path.of("README.md")));
            while (blocks.find()) {
                String name = "Block" + sources.size();
                String code = blocks.group(1).replace("127.0.0.1:50051", service.target);
                sources.add(Files.writeString(folder.resolve(name + ".java"), CLASS.formatted(name, code)));
            }
            assertEquals(4, sources.size());
            compile(folder, sources);
            String path = folder + ":" + System.getProperty("java.class.path");
            String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
            ProcessBuilder builder =
                    new ProcessBuilder(java, "-cp", path, "Block0").redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("MINTMARK_CREDENTIAL", service.credential());
            Process process = builder.start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(printed.matches("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+\n"), printed);
        }
    }

    private static void compile(Path folder, List<Path> sources) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertTrue(compiled, said.toString());
        }
    }
}
