package segl.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import no.digipost.signature.client.core.AuthenticationLevel;
import no.digipost.signature.client.core.IdentifierInSignedDocuments;
import no.digipost.signature.client.core.SignatureType;
import no.digipost.signature.client.core.exceptions.UnexpectedResponseException;
import no.digipost.signature.client.portal.Notifications;
import no.digipost.signature.client.portal.PortalDocument;
import no.digipost.signature.client.portal.PortalJob;
import no.digipost.signature.client.portal.PortalSigner;
import org.junit.jupiter.api.Test;

/** Portal jobs that break a rule: the client sees a code, and words that say what was wrong. */
class PortalRefusedJobsTest {
    @Test
    void registerLookUpForThePrivateSector() {
        assertEquals("NOT_ALLOWED_FOR_SECTOR", refusal("private", job(Portal.lookedUp(Sandbox.AASE).build())));
    }

    @Test
    void authenticatedSignatureForThePrivateSector() {
        assertEquals("NOT_ALLOWED_FOR_SECTOR", refusal("private",
                job(Portal.numbered(Sandbox.AASE).withSignatureType(SignatureType.AUTHENTICATED_SIGNATURE).build())));
    }

    @Test
    void levelThreeForThePrivateSector() {
        assertEquals("NOT_ALLOWED_FOR_SECTOR", refusal("private",
                job(Portal.numbered(Sandbox.AASE).build()).requireAuthentication(AuthenticationLevel.THREE)));
    }

    @Test
    void theNumberInTheDocumentsOfSomebodyNotAddressedByIt() {
        assertEquals("NOT_ALLOWED_FOR_SECTOR", refusal("private", job(PortalSigner.identifiedByEmail(Portal.newEmail()).build())
                .withIdentifierInSignedDocuments(IdentifierInSignedDocuments.PERSONAL_IDENTIFICATION_NUMBER_AND_NAME)));
    }

    @Test
    void contactInformationByAnOrganizationWithoutTheRight() {
        assertEquals("CONTACT_ADDRESSING_NOT_ALLOWED", refusal("public", job(PortalSigner.identifiedByEmail(Portal.newEmail()).build())));
        assertEquals("CONTACT_ADDRESSING_NOT_ALLOWED", refusal("public", job(PortalSigner.identifiedByMobileNumber(Portal.newMobile()).build())));
    }

    @Test
    void advancedSignatureOfSeveralDocumentsForThePublicSector() {
        assertEquals("NOT_ALLOWED_FOR_SECTOR", refusal("public", PortalJob.builder("Two", List.of(Portal.document("A"), Portal.document("B")),
                List.of(Portal.lookedUp(Sandbox.AASE).withSignatureType(SignatureType.ADVANCED_SIGNATURE).build()))));
    }

    @Test
    void longerThanNinetyDays() {
        refusal("public", job(Portal.lookedUp(Sandbox.AASE).build()).availableFor(Duration.ofDays(90).plusSeconds(1)));
    }

    @Test
    void theSameSignerTwice() {
        refusal("public", PortalJob.builder("Twice", List.of(Portal.document("A")),
                List.of(Portal.lookedUp(Sandbox.AASE).withOrder(1).build(), Portal.numbered(Sandbox.AASE).withOrder(2).build())));
    }

    @Test
    void addressesThatNothingCanBeSentTo() {
        refusal("private", job(PortalSigner.identifiedByEmail("nobody").build()));
        refusal("private", job(PortalSigner.identifiedByMobileNumber("12").build()));
        refusal("public", job(PortalSigner.identifiedByPersonalIdentificationNumber(Sandbox.AASE,
                Notifications.builder().withEmailTo("a@example.com\r\nBcc: b@example.com").build()).build()));
    }

    @Test
    void encryptedPdf() {
        PortalDocument locked = PortalDocument.builder("Locked", Documents.encryptedPdf()).build();
        assertEquals("DOCUMENT_REFUSED", refusal("public", PortalJob.builder("Locked", locked, Portal.lookedUp(Sandbox.AASE).build())));
    }

    private static PortalJob.Builder job(PortalSigner signer) {
        return PortalJob.builder("Refused", Portal.document("Refused"), signer);
    }

    /** The error code of the refusal, having checked what every refusal must hold. */
    private static String refusal(String certificate, PortalJob.Builder job) {
        UnexpectedResponseException refused =
                assertThrows(UnexpectedResponseException.class, () -> Portal.client(certificate).create(job.build()));
        assertTrue(refused.httpStatusCode() >= 400 && refused.httpStatusCode() < 500, "the caller's error: " + refused.getMessage());
        assertEquals("CLIENT", refused.getErrorType());
        assertFalse(refused.getErrorMessage().isBlank());
        assertFalse(refused.getErrorMessage().matches("(?s).*\\d{11}.*"), "no personal number in the message");
        return refused.getErrorCode();
    }
}
