package segl.interop;

import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SignatureScopeType;
import eu.europa.esig.dss.enumerations.TimestampType;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * EU DSS with nothing fetched, trusting the given anchors alone. A file must pass with the usual policy, and each of its
 * time-stamps must; a PDF must also pass with a policy that fails where the usual one only warns of changes after the seal,
 * and a document time-stamp must cover all of it.
 *
 * <p>Arguments: the anchors (PEM) and a list, a line each: {@code id TAB signed file TAB folder of the detached documents}.
 * Prints a line each: {@code id TAB indication TAB format TAB reasons}, indication being that of the worst signature.
 */
public final class Judge {
    private static final String PASSED = "TOTAL_PASSED\t";
    private static final Pattern CHANGES = Pattern.compile(
            "<(PdfAnnotationOverlap|PdfVisualDifference|DocMDP|FieldMDP|SigFieldLock|UndefinedChanges) Level=\"WARN\"");

    private Judge() {}

    public static void main(String[] arguments) throws Exception {
        CommonTrustedCertificateSource trusted = anchors(Path.of(arguments[0]));
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
            String[] fields = line.split("\t", -1);
            System.out.println(fields[0] + "\t" + verdict(trusted, Path.of(fields[1]), fields[2]));
        }
    }

    private static String verdict(CommonTrustedCertificateSource trusted, Path signed, String documents) {
        try {
            Reports usual = validator(trusted, signed, documents).validateDocument();
            String summary = summary(usual);
            if (!summary.startsWith(PASSED)) return summary;
            if (!timestampsPassed(usual)) return "TIMESTAMP_NOT_PASSED\t-\t";
            if (!documents.isEmpty() || !signed.toString().endsWith(".pdf")) return summary;
            String strict = summary(validator(trusted, signed, documents).validateDocument(strictPolicy()));
            return strict.startsWith(PASSED) && !coversAll(usual) ? "PARTLY_COVERED\t-\tbytes after the last time-stamp" : strict;
        } catch (Exception unreadable) {
            return "UNREADABLE\t-\t" + oneLine(unreadable.getClass().getSimpleName() + ": " + unreadable.getMessage());
        }
    }

    private static SignedDocumentValidator validator(CommonTrustedCertificateSource trusted, Path signed, String documents) throws IOException {
        SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(signed.toFile()));
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(trusted);
        verifier.setAIASource(null);
        validator.setCertificateVerifier(verifier);
        if (!documents.isEmpty()) validator.setDetachedContents(detached(Path.of(documents)));
        return validator;
    }

    /** The usual policy, failing where it warns of changes that the seal does not allow. */
    private static InputStream strictPolicy() throws IOException {
        try (InputStream usual = Judge.class.getResourceAsStream("/policy/constraint.xml")) {
            String policy = new String(usual.readAllBytes(), StandardCharsets.UTF_8);
            Matcher warnings = CHANGES.matcher(policy);
            if (!warnings.find()) throw new IOException("The usual policy names these constraints otherwise now");
            return new ByteArrayInputStream(warnings.replaceAll("<$1 Level=\"FAIL\"").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The usual policy lets a signature pass beside a broken time-stamp while its certificate is still valid. */
    private static boolean timestampsPassed(Reports reports) {
        return reports.getDiagnosticData().getTimestampList().stream()
                .allMatch(timestamp -> reports.getSimpleReport().getIndication(timestamp.getId()) == Indication.PASSED);
    }

    private static boolean coversAll(Reports reports) {
        return reports.getDiagnosticData().getTimestampList().stream()
                .filter(timestamp -> timestamp.getType() == TimestampType.DOCUMENT_TIMESTAMP)
                .anyMatch(timestamp -> timestamp.getTimestampScopes().stream().anyMatch(scope -> scope.getScope() == SignatureScopeType.FULL));
    }

    private static String summary(Reports reports) {
        SimpleReport report = reports.getSimpleReport();
        List<String> ids = report.getSignatureIdList();
        if (ids.isEmpty()) return "NO_SIGNATURE\t-\t";
        List<String> passedNot = ids.stream().filter(id -> !"TOTAL_PASSED".equals(String.valueOf(report.getIndication(id)))).toList();
        String indication = passedNot.isEmpty() ? "TOTAL_PASSED" : String.valueOf(report.getIndication(passedNot.get(0)));
        String formats = ids.stream().map(id -> String.valueOf(report.getSignatureFormat(id))).distinct().collect(Collectors.joining("+"));
        List<String> reasons = new ArrayList<>();
        for (String id : passedNot) {
            reasons.add(String.valueOf(report.getSubIndication(id)));
            report.getAdESValidationErrors(id).forEach(message -> reasons.add(message.getValue()));
        }
        return indication + "\t" + formats + "\t" + oneLine(String.join("; ", reasons));
    }

    private static List<DSSDocument> detached(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().map(file -> (DSSDocument) new FileDocument(file.toFile())).collect(Collectors.toList());
        }
    }

    private static CommonTrustedCertificateSource anchors(Path pem) throws IOException, CertificateException {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        try (InputStream in = new FileInputStream(pem.toFile())) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in))
                trusted.addCertificate(DSSUtils.loadCertificate(certificate.getEncoded()));
        }
        return trusted;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
