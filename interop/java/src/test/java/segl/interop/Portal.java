package segl.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import no.digipost.signature.client.portal.Notifications;
import no.digipost.signature.client.portal.NotificationsUsingLookup;
import no.digipost.signature.client.portal.PortalClient;
import no.digipost.signature.client.portal.PortalDocument;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import no.digipost.signature.client.portal.PortalSigner;
import no.digipost.signature.client.portal.Signature;
import no.digipost.signature.client.portal.SignatureStatus;
import no.digipost.signature.client.portal.SignerIdentifier;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** Portal jobs in the sandbox: clients, documents, signers, and what signers do. */
final class Portal {
    private static final Map<String, PortalClient> CLIENTS = new ConcurrentHashMap<>();

    private Portal() {}

    static PortalClient client(String certificate) {
        return CLIENTS.computeIfAbsent(certificate, name -> new PortalClient(Sandbox.configuration(name)));
    }

    static PortalDocument document(String title) {
        return PortalDocument.builder(title, Documents.pdf(title, 1.7f, PDRectangle.A4)).build();
    }

    /** Found in the contact register, by email. */
    static PortalSigner.Builder lookedUp(String number) {
        return PortalSigner.identifiedByPersonalIdentificationNumber(number, NotificationsUsingLookup.EMAIL_ONLY);
    }

    /** By number, notified at an address of nobody else's. */
    static PortalSigner.Builder numbered(String number) {
        return PortalSigner.identifiedByPersonalIdentificationNumber(number, Notifications.builder().withEmailTo(newEmail()).build());
    }

    static String newEmail() {
        return "kari." + UUID.randomUUID() + "@example.com";
    }

    /** Norwegian, in the form that SMS gateways take. */
    static String newMobile() {
        return "+479" + String.format("%07d", ThreadLocalRandom.current().nextInt(10_000_000));
    }

    /** Signs as that signer without a browser. */
    static void sign(String certificate, long jobId, String number) {
        Sandbox.Answer answer = trySigning(certificate, jobId, number);
        assertTrue(answer.status() / 100 == 2, "devmodesign answered " + answer.status() + ": " + answer.body());
    }

    /** What the sandbox answers to signing as that signer, who may not be able to. */
    static Sandbox.Answer trySigning(String certificate, long jobId, String number) {
        return Sandbox.post(certificate, Sandbox.API.resolve("/web/portal/signature-jobs/" + jobId + "/devmodesign?signer=" + number));
    }

    static void assertCannotSign(String certificate, long jobId, String number) {
        Sandbox.Answer answer = trySigning(certificate, jobId, number);
        assertTrue(answer.status() >= 400, "signed, although that should not be possible: " + answer.status());
    }

    /** Follows the link and the code that were sent to the address, and does that act: sign, reject or block (by wrong codes). */
    static void act(String act, String address) {
        try {
            Process recipient = new ProcessBuilder(Sandbox.property("segl.node"), Sandbox.property("segl.recipient"), act, Sandbox.property("segl.web"), address)
                    .redirectErrorStream(true).start();
            String said = new String(recipient.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, recipient.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static Signature from(PortalJobStatusChanged change, String number) {
        return change.getSignatureFrom(SignerIdentifier.identifiedByPersonalIdentificationNumber(number));
    }

    static SignatureStatus statusOf(PortalJobStatusChanged change, String number) {
        return from(change, number).getStatus();
    }

    static SignatureStatus statusOf(PortalJobStatusChanged change, SignerIdentifier signer) {
        return change.getSignatureFrom(signer).getStatus();
    }
}
