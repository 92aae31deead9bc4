package segl.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import no.digipost.signature.client.core.AuthenticationLevel;
import no.digipost.signature.client.core.DocumentType;
import no.digipost.signature.client.core.IdentifierInSignedDocuments;
import no.digipost.signature.client.core.SignatureType;
import no.digipost.signature.client.core.exceptions.UnexpectedResponseException;
import no.digipost.signature.client.direct.DirectDocument;
import no.digipost.signature.client.direct.DirectJob;
import no.digipost.signature.client.direct.DirectSigner;
import no.digipost.signature.client.direct.ExitUrls;
import org.junit.jupiter.api.Test;

/** Jobs that break a rule: the client sees a code, and words that say what was wrong. */
class RefusedJobsTest {
    private static final ExitUrls EXIT_URLS = ExitUrls.singleExitUrl(URI.create("https://sender.example/back"));

    @Test
    void authenticatedSignatureForThePrivateSector() {
        assertEquals("NOT_ALLOWED_FOR_SECTOR", refusal("private", job(Documents.document("A"), DirectSigner
                .withPersonalIdentificationNumber(Sandbox.AASE).withSignatureType(SignatureType.AUTHENTICATED_SIGNATURE).build())));
    }

    @Test
    void levelThreeForThePrivateSector() {
        assertEquals("NOT_ALLOWED_FOR_SECTOR", refusal("private",
                job(Documents.document("A"), signer(Sandbox.AASE)).requireAuthentication(AuthenticationLevel.THREE)));
    }

    @Test
    void advancedSignatureOfSeveralDocumentsForThePublicSector() {
        assertEquals("NOT_ALLOWED_FOR_SECTOR", refusal("public", DirectJob.builder("Two", List.of(Documents.document("A"), Documents.document("B")),
                List.of(DirectSigner.withPersonalIdentificationNumber(Sandbox.AASE).withSignatureType(SignatureType.ADVANCED_SIGNATURE).build()), EXIT_URLS)));
    }

    @Test
    void nameOnlyForThePrivateSector() {
        assertEquals("NOT_ALLOWED_FOR_SECTOR", refusal("private", job(Documents.document("A"), signer(Sandbox.AASE))
                .withIdentifierInSignedDocuments(IdentifierInSignedDocuments.NAME)));
    }

    @Test
    void encryptedPdf() {
        assertEquals("DOCUMENT_REFUSED", refusal("public", job(DirectDocument.builder("Locked", Documents.encryptedPdf()).build(), signer(Sandbox.AASE))));
    }

    @Test
    void notAPdf() {
        DirectDocument text = DirectDocument.builder("Text", "Not a PDF".getBytes(StandardCharsets.UTF_8)).build();
        assertTrue(List.of("DOCUMENT_REFUSED", "DOCUMENT_TYPE_MISMATCH").contains(refusal("public", job(text, signer(Sandbox.AASE)))));
    }

    @Test
    void textWhereThePresentManifestAllowsPdfOnly() {
        DirectDocument text = DirectDocument.builder("Text", "Text".getBytes(StandardCharsets.UTF_8)).type(DocumentType.TXT).build();
        refusal("public", job(text, signer(Sandbox.AASE)));
    }

    @Test
    void documentsAboveTheLimit() {
        byte[] large = new byte[10_485_761];
        new Random(1).nextBytes(large);
        assertEquals("DOCUMENTS_TOO_LARGE", refusal("public", job(DirectDocument.builder("Large", large).build(), signer(Sandbox.AASE))));
    }

    @Test
    void theSameSignerTwice() {
        refusal("public", DirectJob.builder("Twice", List.of(Documents.document("A")), List.of(signer(Sandbox.AASE), signer(Sandbox.AASE)), EXIT_URLS));
    }

    @Test
    void exitUrlOfAnotherScheme() {
        assertEquals("EXIT_URL_NOT_ALLOWED", refusal("public", DirectJob.builder("Script", Documents.document("A"), signer(Sandbox.AASE),
                ExitUrls.singleExitUrl(URI.create("javascript:alert(1)")))));
    }

    private static DirectJob.Builder job(DirectDocument document, DirectSigner signer) {
        return DirectJob.builder("Refused", document, signer, EXIT_URLS);
    }

    private static DirectSigner signer(String number) {
        return DirectSigner.withPersonalIdentificationNumber(number).build();
    }

    /** The error code of the refusal, having checked what every refusal must hold. */
    private static String refusal(String certificate, DirectJob.Builder job) {
        UnexpectedResponseException refused =
                assertThrows(UnexpectedResponseException.class, () -> Sandbox.client(certificate).create(job.build()));
        assertTrue(refused.httpStatusCode() >= 400 && refused.httpStatusCode() < 500, "the caller's error: " + refused.getMessage());
        assertEquals("CLIENT", refused.getErrorType());
        assertFalse(refused.getErrorMessage().isBlank());
        assertFalse(refused.getErrorMessage().matches("(?s).*\\d{11}.*"), "no personal number in the message");
        return refused.getErrorCode();
    }
}
