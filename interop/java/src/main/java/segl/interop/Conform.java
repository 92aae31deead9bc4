package segl.interop;

import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * veraPDF. Argument: a list, a file a line. Prints a line each: {@code file TAB claim TAB yes or no TAB rules that are broken},
 * judged by PDF/A-3b when the file claims nothing.
 */
public final class Conform {
    private static final int MAX_FAILURES = 20;

    private Conform() {}

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : Files.readAllLines(Path.of(arguments[0]))) System.out.println(file + "\t" + verdict(file));
    }

    private static String verdict(String file) {
        try (InputStream in = new FileInputStream(file); PDFAParser parser = Foundries.defaultInstance().createParser(in)) {
            PDFAFlavour claimed = parser.getFlavour();
            PDFAFlavour flavour = claimed == PDFAFlavour.NO_FLAVOUR ? PDFAFlavour.PDFA_3_B : claimed;
            try (PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, MAX_FAILURES, false, false, false)) {
                ValidationResult result = validator.validate(parser);
                String broken = result.getTestAssertions().stream()
                        .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
                        .map(assertion -> assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber() + " " + oneLine(assertion.getMessage()))
                        .distinct()
                        .collect(Collectors.joining("; "));
                return claim(claimed) + "\t" + (result.isCompliant() ? "yes" : "no") + "\t" + broken;
            }
        } catch (Exception unreadable) {
            return "-\tno\t" + oneLine(unreadable.getClass().getSimpleName() + ": " + unreadable.getMessage());
        }
    }

    private static String claim(PDFAFlavour flavour) {
        return flavour == PDFAFlavour.NO_FLAVOUR ? "none" : flavour.getId();
    }

    private static String oneLine(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replaceAll("\\s+", " ");
    }
}
