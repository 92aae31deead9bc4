package segl.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import no.digipost.signature.client.core.Document;
import no.digipost.signature.client.core.ResponseInputStream;
import no.digipost.signature.client.direct.DirectClient;
import no.digipost.signature.client.direct.DirectJob;
import no.digipost.signature.client.direct.DirectJobStatusResponse;
import no.digipost.signature.client.direct.Signature;
import no.digipost.signature.client.direct.SignerStatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * Keeps what was signed for the validators: segl.out/{name}/documents/…, signer-{n}.xades.xml and signed.pades.pdf.
 */
final class Results {
    private static final Path OUT = Path.of(Sandbox.property("segl.out"));

    private Results() {}

    /** Downloads the XAdES of everybody who has signed and the PAdES; returns the folder. */
    static Path download(DirectClient client, DirectJob job, DirectJobStatusResponse status, String name) {
        try {
            Path folder = OUT.resolve(name);
            Files.createDirectories(folder.resolve("documents"));
            for (Document document : job.getDocuments())
                Files.write(folder.resolve("documents").resolve(document.getFileName()), document.getContent());
            int number = 0;
            for (Signature signature : status.getSignatures()) {
                number++;
                if (!signature.is(SignerStatus.SIGNED)) continue;
                Files.write(folder.resolve("signer-" + number + ".xades.xml"), read(client.getXAdES(signature.getxAdESUrl())));
            }
            Files.write(folder.resolve("signed.pades.pdf"), read(client.getPAdES(status.getpAdESUrl())));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void assertAbsent(Path folder, String personalNumber) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".xml")).toList())
                assertFalse(Files.readString(file).contains(personalNumber), "the personal number is hidden in " + file.getFileName());
        }
    }

    private static byte[] read(ResponseInputStream stream) throws IOException {
        try (stream) {
            byte[] bytes = stream.readAllBytes();
            assertEquals(bytes.length, stream.getContentLength(), "Content-Length is that of the body");
            return bytes;
        }
    }
}
