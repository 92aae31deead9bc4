package segl.interop;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Writes over the first page of a signed PDF in a revision of its own: what was sealed stays, byte for byte, underneath. */
public final class Revise {
    private Revise() {}

    /** Arguments: pairs of files, signed and revised. */
    public static void main(String[] arguments) throws IOException {
        for (int i = 0; i < arguments.length; i += 2) revise(Path.of(arguments[i]), Path.of(arguments[i + 1]));
    }

    private static void revise(Path signed, Path revised) throws IOException {
        try (PDDocument document = Loader.loadPDF(signed.toFile());
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(revised))) {
            PDPage page = document.getPage(0);
            try (PDPageContentStream content = new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, true, true)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA_BOLD), 30);
                content.newLineAtOffset(60, 400);
                content.showText("Written afterwards");
                content.endText();
            }
            page.getCOSObject().setNeedToBeUpdated(true);
            page.getCOSObject().getCOSDictionary(COSName.RESOURCES).setNeedToBeUpdated(true);
            document.getDocumentCatalog().getCOSObject().setNeedToBeUpdated(true);
            document.getPages().getCOSObject().setNeedToBeUpdated(true);
            document.saveIncremental(out);
        }
    }
}
