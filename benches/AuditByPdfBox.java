import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;

/**
 * A small verifier on Apache PDFBox and Bouncy Castle, in one process with two threads: of each signature the digest, the
 * value, the time-stamp, the chain, and what the security store says of the signer. Usage: AuditByPdfBox ROOT FOLDER PASSES;
 * prints how many documents are valid, and seconds by the clock for the last of the passes.
 */
public final class AuditByPdfBox {
    private static X509Certificate root;
    private static final Map<X509CertificateHolder, Boolean> ISSUED = Collections.synchronizedMap(new HashMap<>());

    public static void main(String[] arguments) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        try (FileInputStream file = new FileInputStream(arguments[0])) {
            root = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
        List<File> files = new ArrayList<>();
        try (var paths = Files.list(Path.of(arguments[1]))) {
            paths.map(Path::toFile).sorted().forEach(files::add);
        }
        int valid = 0;
        double seconds = 0;
        for (int pass = 0; pass < Integer.parseInt(arguments[2]); pass++) {
            long start = System.nanoTime();
            ExecutorService threads = Executors.newFixedThreadPool(2);
            List<Future<Boolean>> answers = new ArrayList<>();
            for (File file : files) answers.add(threads.submit(() -> isValid(file)));
            valid = 0;
            for (Future<Boolean> answer : answers) if (answer.get()) valid++;
            threads.shutdown();
            seconds = (System.nanoTime() - start) / 1e9;
        }
        System.out.println(valid + " " + seconds);
    }

    private static boolean isValid(File file) throws Exception {
        byte[] octets = Files.readAllBytes(file.toPath());
        try (PDDocument document = PDDocument.load(octets)) {
            List<BasicOCSPResp> responses = new ArrayList<>();
            List<X509CRL> lists = new ArrayList<>();
            List<X509CertificateHolder> known = new ArrayList<>();
            known.add(new X509CertificateHolder(root.getEncoded()));
            COSDictionary store = (COSDictionary) document.getDocumentCatalog().getCOSObject().getDictionaryObject("DSS");
            if (store != null) {
                for (byte[] one : streams(store, "OCSPs")) responses.add((BasicOCSPResp) new OCSPResp(one).getResponseObject());
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                for (byte[] one : streams(store, "CRLs")) lists.add((X509CRL) factory.generateCRL(new ByteArrayInputStream(one)));
                for (byte[] one : streams(store, "Certs")) known.add(new X509CertificateHolder(one));
            }
            for (PDSignature signature : document.getSignatureDictionaries()) {
                byte[] content = signature.getSignedContent(octets);
                if (!isValid(signature.getContents(octets), content, responses, lists, known)) return false;
            }
            return true;
        }
    }

    private static List<byte[]> streams(COSDictionary store, String name) throws Exception {
        List<byte[]> found = new ArrayList<>();
        COSArray array = (COSArray) store.getDictionaryObject(COSName.getPDFName(name));
        for (int index = 0; array != null && index < array.size(); index++) {
            try (var stream = ((COSStream) array.getObject(index)).createInputStream()) { found.add(stream.readAllBytes()); }
        }
        return found;
    }

    private static boolean isValid(byte[] contents, byte[] content, List<BasicOCSPResp> responses, List<X509CRL> lists,
            List<X509CertificateHolder> known) throws Exception {
        CMSSignedData message = new CMSSignedData(new CMSProcessableByteArray(content), contents);
        for (SignerInformation signer : message.getSignerInfos().getSigners()) {
            X509CertificateHolder holder = holder(message.getCertificates(), signer);
            if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(holder))) return false;
            Attribute attribute = signer.getUnsignedAttributes().get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
            CMSSignedData stamp = new CMSSignedData(attribute.getAttrValues().getObjectAt(0).toASN1Primitive().getEncoded());
            TimeStampToken token = new TimeStampToken(stamp);
            X509CertificateHolder unit = (X509CertificateHolder) token.getCertificates().getMatches(token.getSID()).iterator().next();
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(unit));
            List<X509CertificateHolder> all = new ArrayList<>(known);
            all.addAll(message.getCertificates().getMatches(null));
            if (!chain(holder, all) || !chain(unit, all)) return false;
            if (!good(holder, responses) || lists.isEmpty()) return false;
        }
        return true;
    }

    @SuppressWarnings("unchecked")
    private static X509CertificateHolder holder(Store<X509CertificateHolder> certificates, SignerInformation signer) {
        return (X509CertificateHolder) certificates.getMatches(signer.getSID()).iterator().next();
    }

    /** Up to the root; signatures of authorities are checked once for all documents. */
    private static boolean chain(X509CertificateHolder leaf, List<X509CertificateHolder> known) throws Exception {
        X509CertificateHolder at = leaf;
        for (int depth = 0; depth < 5; depth++) {
            X509CertificateHolder issuer = null;
            for (X509CertificateHolder one : known) if (one.getSubject().equals(at.getIssuer())) issuer = one;
            if (issuer == null) return false;
            Boolean signed = ISSUED.get(at);
            if (signed == null) {
                signed = at.isSignatureValid(new JcaContentVerifierProviderBuilder().build(issuer));
                ISSUED.put(at, signed);
            }
            if (!signed) return false;
            if (new JcaX509CertificateConverter().getCertificate(issuer).equals(root)) return true;
            at = issuer;
        }
        return false;
    }

    private static boolean good(X509CertificateHolder holder, List<BasicOCSPResp> responses) throws Exception {
        for (BasicOCSPResp response : responses) {
            for (SingleResp single : response.getResponses()) {
                if (!single.getCertID().getSerialNumber().equals(holder.getSerialNumber())) continue;
                X509CertificateHolder responder = response.getCerts()[0];
                return single.getCertStatus() == CertificateStatus.GOOD
                        && response.isSignatureValid(new JcaContentVerifierProviderBuilder().build(responder));
            }
        }
        return false;
    }
}
