package segl.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import no.digipost.signature.client.core.Document;
import no.digipost.signature.client.core.ResponseInputStream;
import no.digipost.signature.client.core.SignatureJob;
import no.digipost.signature.client.core.XAdESReference;
import no.digipost.signature.client.direct.DirectClient;
import no.digipost.signature.client.direct.DirectJob;
import no.digipost.signature.client.direct.DirectJobStatusResponse;
import no.digipost.signature.client.direct.SignerStatus;
import no.digipost.signature.client.portal.PortalClient;
import no.digipost.signature.client.portal.PortalJob;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import no.digipost.signature.client.portal.SignatureStatus;

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
        List<XAdESReference> signed = status.getSignatures().stream()
                .map(signature -> signature.is(SignerStatus.SIGNED) ? signature.getxAdESUrl() : null).toList();
        return keep(name, job, signed, client::getXAdES, () -> client.getPAdES(status.getpAdESUrl()));
    }

    /** Downloads the XAdES of everybody who has signed and the PAdES; returns the folder. */
    static Path download(PortalClient client, PortalJob job, PortalJobStatusChanged change, String name) {
        // Signature.is compares instances, which the client makes anew for each answer.
        List<XAdESReference> signed = change.getSignatures().stream()
                .map(signature -> signature.getStatus().equals(SignatureStatus.SIGNED) ? signature.getxAdESUrl() : null).toList();
        return keep(name, job, signed, client::getXAdES, () -> client.getPAdES(change.getpAdESUrl()));
    }

    /** {@code signed} has an element for each signer, null for who has not signed. */
    private static Path keep(String name, SignatureJob job, List<XAdESReference> signed,
            Function<XAdESReference, ResponseInputStream> xades, Supplier<ResponseInputStream> pades) {
        try {
            Path folder = OUT.resolve(name);
            Files.createDirectories(folder.resolve("documents"));
            for (Document document : job.getDocuments())
                Files.write(folder.resolve("documents").resolve(document.getFileName()), document.getContent());
            int number = 0;
            for (XAdESReference reference : signed) {
                number++;
                if (reference != null) Files.write(folder.resolve("signer-" + number + ".xades.xml"), read(xades.apply(reference)));
            }
            Files.write(folder.resolve("signed.pades.pdf"), read(pades.get()));
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

    static byte[] read(ResponseInputStream stream) throws IOException {
        try (stream) {
            byte[] bytes = stream.readAllBytes();
            assertEquals(bytes.length, stream.getContentLength(), "Content-Length is that of the body");
            return bytes;
        }
    }
}
