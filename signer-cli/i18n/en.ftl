# What the program says, in English. `vi.ftl` has the same messages with the same variables; a test compares.

## Errors: a sentence, its causes, a hint

error-label = error
warning-label = warning
error-because = because
error-hint = hint

error-read = cannot read `{$path}`
error-write = cannot write `{$path}`; nothing was changed
error-output = cannot write the results
error-input-pipe = `{$path}` is a pipe, not a file
    .hint = write what comes out of it to a file first
error-input-changed = `{$path}` was written to by another program meanwhile; nothing was signed
    .hint = try again when nothing else works on the file
error-output-exists = `{$path}` exists, and is kept
    .hint = choose another output, or replace it with --force
error-output-is-input = the output `{$path}` is an input, perhaps under another name
    .hint = choose another output, or replace the input with --in-place
error-output-folder = the output `{$path}` is a folder
    .hint = name a file with -o, or give the folder as --out-dir
error-output-special = `{$path}` is no ordinary file and cannot be replaced
    .hint = choose another output
error-output-no-folder = there is no folder `{$path}` to write to
    .hint = make the folder first
error-make-folder = cannot make the folder `{$path}`

error-secret-environment = the environment variable `{$name}` is not set
error-secret-file = cannot read the password from `{$path}`
error-secret-descriptor = cannot read the password from file descriptor {$number}
error-secret-no-terminal = a password is needed, and there is no terminal to ask on
    .hint = give --pin-file, --pin-env or --pin-fd
error-no-key = no key to sign with
    .hint = give --pkcs12 FILE, or --key FILE with --cert FILE
error-key-file = cannot use the key in `{$path}`
error-certificates = cannot read certificates from `{$path}`
    .hint = certificates are read in PEM or DER, one or many in a file
error-no-certificates = there are no certificates in `{$path}`
    .hint = certificates are read in PEM or DER, from files ending in .pem, .crt, .cer, .der, .p7b or .p7c

error-sign = cannot sign `{$path}`
error-not-pdf = `{$path}` is not a PDF document
    .hint = other files are signed with --as plain, which makes a detached signature (.p7s)
error-output-many = -o names one output, but there are {$count} inputs
    .hint = give a folder with --out-dir
error-output-twice = `{$path}` would be written twice, for `{$one}` and for `{$other}`
    .hint = sign files of the same name in separate runs, or into separate folders
error-not-signed-by-person = the competent person has not signed this document
    .hint = Decree 30/2020, article 32(2)(d): the organisation signs what the competent person has signed, or a copy that it made itself. Sign as personal first, or give the reason with --without-personal TEXT
error-in-place-not-pdf = `{$path}` is not a PDF document and cannot carry its signature
    .hint = leave out --in-place; the signature goes to a file of its own

error-algorithm = the key and the options do not go together

error-prepare = cannot prepare a signature of `{$path}`
error-complete = cannot complete the signature of `{$path}`
error-state = cannot use the state file `{$path}`
    .hint = it must be the file that `signer prepare --state` wrote, unchanged
error-signature-file = there is no signature in `{$path}`
    .hint = it must hold the signature value as the key made it: binary, base64 or hexadecimal

error-folder = cannot list the folder `{$path}`
error-evidence-folder = cannot use `{$path}` as a folder of evidence
    .hint = it is a folder that `signer verify --evidence` wrote; try again when nobody else is at it
error-evidence-format = the folder of evidence `{$path}` has the format `{$format}`, which this version does not know
    .hint = use the version of the program that wrote it
error-evidence-write = cannot keep in `{$path}` what the verdicts rest on, so no further verdict is given
    .hint = see whether there is room, and the right to write
error-evidence-damaged = the folder of evidence is damaged
    .hint = `signer evidence check` names all that is; restore it from a copy
error-evidence-unknown = no evidence is kept of the document with the SHA-256 {$sha256}
    .hint = `signer evidence list` names the documents that are known
error-evidence-empty = the folder holds no verdict as of that time
    .hint = `signer evidence list` names the times
kept-none = no evidence is kept
kept-damage = {$name}: {$what}
kept-checked = documents: {$documents}; objects: {$objects}, not named by any record: {$unnamed}; damaged: {$damages}
kept-removed = {$document}: destroyed: records {$records}, runs {$runs}, objects {$objects}; kept because others rest on them too: {$shared}
error-files-from = cannot read the list of paths from `{$path}`
error-no-documents = no documents to verify were found in what was given
    .hint = folders are searched for .pdf, .p7s, .p7m, .zip and .edxml; folders within folders with --recursive
error-no-content = what the signature `{$path}` signs is not at hand
    .hint = name it with --content FILE
error-inspect = cannot inspect `{$path}`
error-unknown-code = there is no code `{$code}`
    .hint = `signer explain` lists all codes
error-unknown-code-similar = there is no code `{$code}`; similar are: {$similar}
    .hint = `signer explain` lists all codes
error-demo-folder = `{$path}` is not empty
    .hint = choose a new folder, or use this one with --force: files of the same names are replaced
error-demo = cannot make the demonstration
error-demo-unexpected = the demonstration did not end as it should: the document is {$conclusion}
    .hint = `signer verify` on the files in the folder tells more

## Errors of the operating system

io-already-exists = it exists already
io-is-a-directory = it is a folder
io-not-a-directory = a part of the path is not a folder
io-not-found = there is no such file or folder
io-permission-denied = the permission is missing
io-quota-exceeded = the space allotted to the user is used up
io-read-only = the disk is read-only
io-storage-full = the disk is full

## Errors of the core

core-malformed = malformed {$syntax} at offset {$offset}: expected {$expected}
core-limit = the input exceeds the limit on {$what} ({$limit})
core-signer = the key did not sign
core-certified = the document is certified by `{$field}` against any change (level {$level})
    .hint = ask whoever certified it for a copy that is not certified
core-locked = the signature `{$by}` locked the field `{$field}`
core-encrypted = the document is encrypted; a password is needed
    .hint = give --password-file or --password-env
core-permissions = the permissions of the encrypted document do not allow signing
    .hint = the owner's password, given by --password-file or --password-env, lifts them
core-usage-rights = the document carries usage rights that do not allow this signature
core-ambiguous = programs would read this document differently, so that nobody could say what was signed
    .hint = have the document made anew, for instance by printing it to PDF
core-not-first = a certification must be the first signature; `{$field}` is signed already
    .hint = leave out --certify
core-no-such-field = there is no empty signature field `{$field}`; there are: {$there}
core-field-exists = the document has a field `{$field}` already
    .hint = choose another name with --field
core-not-a-signature-field = the field `{$field}` is no signature field
    .hint = choose another name with --field
core-field-signed = the field `{$field}` is signed already
    .hint = choose another name with --field, or leave it out for a new field
core-seed-value = the field `{$field}` requires {$what}
core-certificate-expired = the certificate of {$subject} expired on {$time}
    .hint = sign with a certificate that is valid
core-certificate-not-yet-valid = the certificate of {$subject} is not valid before {$time}
    .hint = check the clock of this computer
core-certificate-usage = the certificate of {$subject} is not for signing documents
core-algorithm = the key of {$subject} ({$key}) does not sign with {$algorithm}
core-foreign-signature = the signature was not made by the key of {$subject} over this document
    .hint = have the octets of --to-be-signed signed by the key of the certificate given to `signer prepare`
core-document-changed = the document is not the one that was prepared
    .hint = give the document as it was with --input, or prepare again
core-state-version = the state file has version {$version}, which this program does not know
core-state-damaged = the state file was changed or damaged
    .hint = prepare again

## A wrong command line

usage-conflict = {$argument} cannot be used with {$other}
usage-unknown-command = there is no command `{$argument}`
usage-invalid-value = `{$value}` is not what {$argument} takes
usage-no-value = {$argument} needs a value
usage-missing = missing: {$argument}
usage-no-command = a command is missing
usage-values = {$argument} has too many or too few values
usage-unknown-option = there is no option `{$argument}` here
usage-possible = possible
usage-similar = similar
usage-help = `--help` shows what is possible

## Questions

secret-key = Password of {$subject}:{" "}
secret-document = Password of the document {$subject}:{" "}

## Key files

key-password-needed = the key file is encrypted; a password is needed
    .hint = give --pin-file, --pin-env or --pin-fd
key-wrong-password = the password is wrong
    .hint = check the password; it was tried once and is not tried again
key-damaged = the file is damaged or no key file: {$what}
key-weak = the key is too weak: {$what}
key-none = there is no private key in the file
key-no-certificate = there is no certificate in the file
key-mismatch = none of the certificates belongs to the private key
key-unsupported = the file is made in a way that is not supported: {$what}
    .hint = `openssl pkcs12 -export` makes one that is

## Signing

sign-done-by = signed by {$signer}: {$path}
sign-summary = { $failed ->
    [0] { $done ->
        [one] 1 document signed
       *[other] {$done} documents signed
    }
   *[other] {$done} signed, {$failed} not signed
}
sign-expiring = the certificate of {$subject} expires on {$time}
sign-status-unknown = whether the signer's certificate is good could not be checked before signing: {$why}
    .hint = --online asks the authorities; --trust, --crl and --ocsp name what is at hand
sign-without-personal = signed for the organisation without the competent person's signature; the reason given: {$reason}
prepare-document = document
prepare-signer = signer
prepare-algorithm = algorithm
prepare-digest = digest to sign ({$digest})
prepare-to-be-signed = octets to sign
prepare-state = state file
prepare-next = When the signature is there: signer complete --state {$state} --signature FILE -o OUTPUT
prepare-algorithm-eddsa = the key signs the octets themselves, not a digest
complete-done = signed by {$signer}: {$path}

## Verdicts

conclusion-passed = PASSED
conclusion-failed = FAILED
conclusion-indeterminate = INDETERMINATE
conclusion-unsigned = UNSIGNED
conclusion-unreadable = UNREADABLE

indication-TOTAL-PASSED = valid
indication-TOTAL-FAILED = not valid
indication-INDETERMINATE = not proven

headline-complete = signed by the competent person and by the organisation
headline-personal-only = signed by the competent person; the organisation's signature is missing
headline-organisation-only = signed by the organisation; the competent person's signature is missing
headline-signed = { $count ->
    [one] 1 signature
   *[other] {$count} signatures
}
headline-failed = not to be relied upon: return it to the sender and say why
headline-failed-requirement = the signatures are good, but the document lacks what was asked for
headline-indeterminate = neither proven good nor bad: see what is missing
headline-unsigned = there is no signature in it

role-personal = competent person
role-organisation = organisation
role-unknown = signature
role-timestamp = document time-stamp
role-guessed = taken from the names in the certificate

summary-valid = The document is as it was signed, and the signer is known
summary-valid-changed = What was signed is unchanged; what was added later is permitted

verdict-more = { $count ->
    [one] 1 further check failed: --verbose shows it
   *[other] {$count} further checks failed: --verbose shows them
}

label-unit = Unit
label-issuer = Issued by
label-validity = Certificate valid
label-time = Time
label-content = Content
label-changes = Since then
label-trust = Trust
label-reason = Because
label-todo = To do
label-not-checked = Not checked
label-warning = Note
label-requirement = Lacking
label-finding = Noticed
label-checks = Checks
label-detail = Detail

validity-range = {$from} to {$to}

time-proven = {$time}, proven by the time-stamp of {$authority}
time-proven-plain = {$time}, proven by a time-stamp
time-claimed = {$time}, stated by the signer's computer; no time-stamp proves it
time-claimed-beside = the signer's computer stated {$time}
time-unknown = not stated
time-stamp-unproven = a time-stamp of {$authority} states {$time}; it could not be proven

content-intact = unchanged
content-changed = CHANGED after signing
content-signature-bad = the signature does not belong to this content and this certificate
content-unknown = could not be compared

coverage-whole-file = the signature covers the whole file
coverage-whole-revision = the signature covers the whole document as it was when signed
coverage-partial = the signature covers only a part of the document
coverage-malformed = what the signature covers cannot be said: it does not fit this file

changes-none = nothing was added
changes-archival = only validation data and time-stamps were added (permitted)
changes-forms = only further signatures or form entries were added (permitted)
changes-annotations = only annotations were added (permitted)
changes-unexplained = the document was changed in a way that nobody vouches for
changes-forbidden = changes that the signature does not permit were made

trust-trusted = {$name} (trusted)
trust-none = no path to a trusted certificate
trust-partial = {$path}; not trusted

unchecked-revocation = whether the certificate was revoked

requirement-personal = the competent person's signature
requirement-organisation = the organisation's signature
requirement-complete = the competent person's signature, followed by the organisation's
requirement-timestamp = a time-stamp that proves the time of every signature
requirement-b-b = the level B-B for every signature
requirement-b-t = the level B-T for every signature
requirement-b-lt = the level B-LT for every signature
requirement-b-lta = the level B-LTA for every signature

status-pass = yes
status-fail = no
status-warn = no, not counted
status-ignored = not asked

totals = { $count ->
    [one] 1 document
   *[other] {$count} documents
}: {$parts}
totals-passed = {$count} passed
totals-failed = {$count} failed
totals-indeterminate = {$count} indeterminate
totals-unsigned = {$count} unsigned
totals-unreadable = {$count} unreadable

verify-no-trust = no certificates are trusted: nobody can be recognised as the signer. Add them with `signer trust add FILE`, or give them with --trust

unreadable-malformed = it is damaged, or no document of a known kind
    .todo = ask the sender for it again
unreadable-limit = it asks for more than any honest document: it may be made to harm
    .todo = do not open it in other programs; ask the sender
unreadable-encrypted = it is encrypted, and the password is not known
    .todo = give the password with --password-file or --password-env
unreadable-error = it could not be judged
    .todo = see the detail
unreadable-io = it could not be read
    .todo = try again, or copy it to another place first
unreadable-not-found = there is no such file or folder
    .todo = check the name
unreadable-permission = the permission to read it is missing
    .todo = ask who owns it
unreadable-defect = this program has a defect that the file brought to light
    .todo = report it with the file
unreadable-content = what the signature signs is not at hand
    .todo = name it with --content FILE
unreadable-evidence-unknown = the folder of evidence does not know this document
    .todo = compare the file with the one that was judged: one changed octet makes it another document
unreadable-evidence-damaged = what the verdict rests on is damaged or missing
    .todo = restore the folder of evidence from a copy; the detail names the file
unreadable-evidence-differs = judged again, the document does not get the verdict that was kept
    .todo = use the version of the program that gave the verdict, and give the password if there is one
unreadable-unsupported = it is of a kind that this version cannot verify
    .todo = ask the sender for a PDF document

## Inspecting

inspect-file = File
inspect-size = { $count ->
    [one] 1 octet
   *[other] {$count} octets
}
inspect-sha256 = SHA-256
inspect-encryption = Encryption
inspect-encrypted = encrypted
inspect-not-encrypted = none
inspect-pages = Pages
inspect-revisions = Revisions
inspect-revision-line = {$number}. up to octet {$end}; cross-reference {$kind} at {$offset}; { $count ->
    [one] 1 object
   *[other] {$count} objects
}
inspect-fields = Form fields
inspect-field-line = {$name}: {$kind}, object {$object}
inspect-none = none
inspect-signatures = Signatures
inspect-kind-signature = signature
inspect-kind-timestamp = document time-stamp
inspect-kind-usage-rights = usage rights
inspect-field-kind-button = button
inspect-field-kind-text = text
inspect-field-kind-choice = choice
inspect-field-kind-signature = signature
inspect-field-kind-unknown = group
inspect-sub-filter = Encoding
inspect-byte-range = Byte range
inspect-contents = Contents
inspect-contents-line = octets {$start} to {$end}, {$length} of them decoded
inspect-coverage = Covers
inspect-revision = Revision
inspect-certification = Certification
inspect-time = Time stated
inspect-name = Name stated
inspect-reason = Reason stated
inspect-location = Place stated
inspect-cms = CMS
inspect-digest = Digest
inspect-algorithm = Algorithm
inspect-attributes = Signed attributes
inspect-attributes-none = none: the signature is over the content itself
inspect-timestamp = Time-stamp
inspect-certificate = Certificate
inspect-certificate-line = {$subject}; issued by {$issuer}; {$from} to {$to}
inspect-signer = Signer
inspect-unreadable = cannot be read: {$error}
inspect-trailing = after it
inspect-trailing-line = {$count} octets
inspect-findings = Noticed
inspect-nothing-judged = Nothing here was judged: `signer verify` does that.

## Explaining

explain-checks = Checks: the questions asked of each signature
explain-failed = Reasons for TOTAL-FAILED (proven bad)
explain-indeterminate = Reasons for INDETERMINATE (neither proven good nor bad)
explain-findings = Findings: what was noticed in the document
explain-kind-check = a check
explain-kind-failed = a reason for TOTAL-FAILED: the signature is proven bad
explain-kind-indeterminate = a reason for INDETERMINATE: the signature is neither proven good nor bad
explain-kind-finding = a finding in the document
explain-when-no = When the answer is no
explain-todo = What to do
explain-reason = Reason given
explain-mandatory = No policy can leave it out.
explain-adjustable = A policy can turn its failure into a note.

## The demonstration

demo-pki = a root, an authority under it, and two certificates: {$personal}; {$organisation}
demo-document = a document: {$path}
demo-signed-personal = signed by the competent person: {$path}
demo-signed-organisation = signed by the organisation: {$path}
demo-verified = verified; the report is in {$path}
demo-next = Go on by yourself, in the folder {$folder} (these keys are for play only; nobody else trusts them):
demo-try-verify = verify the document
demo-try-tamper = verify a copy in which one octet was changed
demo-try-sign = sign again
demo-try-inspect = look inside
demo-try-explain = ask what a code means

## Checks: the question, the sentence when the answer is no, what to do

code-format-byte-range = does the byte range describe this file?
    .fail = the byte range does not fit this file
    .todo = ask the sender for the document as it was signed: a program between has saved it again
code-format-coverage = does the signature cover the whole of its revision?
    .fail = the signature leaves out a part of the document
    .todo = take it as tampering: report it, and tell the sender at once
code-pdf-one-reading = can the signed document be read in one way only?
    .fail = programs may show this document differently, so that nobody can say what was signed
    .todo = ask the sender for a document made anew, and signed
code-format-sub-filter = is the encoding of the signature known?
    .fail = the encoding of the signature is not known
    .todo = ask the sender to sign with PAdES (ETSI.CAdES.detached)
code-format-signed-data = can the signature be read?
    .fail = the signature cannot be read
    .todo = return the document to the sender and say why
code-format-one-signer = has the signature exactly one signer?
    .fail = the signature has several signers or none
    .todo = ask the sender to sign in signatures of their own
code-format-attributes = are the signed attributes complete and consistent?
    .fail = the signed attributes are incomplete or contradict each other
    .todo = return the document to the sender and say why
code-ics-signing-certificate = was the signer's certificate found?
    .fail = the signer's certificate was not found
    .todo = ask the sender for the certificate and give it with --intermediates
code-ics-certificate-binding = is the certificate the one that was signed for?
    .fail = the certificate is not the one that the signature names
    .todo = take it as tampering: report it, and tell the sender at once
code-ics-binding-present = does the signature name its certificate in a signed attribute?
    .fail = the signature does not name its certificate among what it signs
    .todo = ask the sender to sign with a program that follows PAdES
code-cv-digest = is the signed content intact?
    .fail = the document was changed after it was signed
    .todo = take it as tampering: report it, and tell the sender at once
code-cv-signature = was the signature made with the key of this certificate?
    .fail = the signature does not belong to this document and this certificate
    .todo = take it as tampering: report it, and tell the sender at once
code-cv-algorithms-agree = do all places name the same algorithms?
    .fail = two places of the signature name different algorithms
    .todo = return the document to the sender and say why
code-xcv-path = does a valid path lead to a trusted certificate?
    .fail = no valid path leads from the signer's certificate to a trusted one
    .todo = add the certificates that are missing with `signer trust add FILE`, or give them with --trust and --intermediates, if you have reason to trust them
code-xcv-validity = was the signer's certificate valid at the time that counts?
    .fail = the certificate is not valid at the time that counts
    .todo = where no time-stamp proves the time of signing, ask the sender to sign again; --at judges as of another day
code-xcv-key-usage = may the certificate be used to sign documents?
    .fail = the certificate is not for signing documents
    .todo = ask the sender to sign with a certificate for signing
code-xcv-not-revoked = is no certificate of the path known to have been revoked?
    .fail = a certificate was revoked, and nothing proves that the signature is older
    .todo = return the document to the sender and say why
code-xcv-revocation = is every certificate of the path known not to be revoked?
    .fail = whether a certificate was revoked is not known, or not newly enough
    .todo = ask again with --online, or give what its authority published with --crl or --ocsp
code-sav-digest-algorithm = is the digest algorithm acceptable at the time that counts?
    .fail = the digest algorithm is no longer considered secure
    .todo = ask the sender to sign again with SHA-256 or stronger
code-sav-signature-algorithm = is the signature algorithm acceptable at the time that counts?
    .fail = the signature algorithm is not accepted
    .todo = ask the sender to sign again with RSA or ECDSA
code-sav-key-size = is the key long enough at the time that counts?
    .fail = the key is too short to be secure
    .todo = ask the sender to sign again with a longer key (RSA 2048, ECDSA 256 at least)
code-xcv-algorithms = are the algorithms of the certificates acceptable at the time that counts?
    .fail = a certificate of the path is signed with an algorithm that is no longer considered secure
    .todo = ask the authority for newer certificates
code-sav-claimed-time = is the signing time that the signer claims plausible?
    .fail = the signing time that the signer claims is not plausible
    .todo = rely on a time-stamp instead, if there is one
code-tst-imprint = is the time-stamp over this very signature?
    .fail = the time-stamp belongs to another signature
    .todo = take it as tampering: report it, and tell the sender at once
code-ltv-timestamp = does the time-stamp prove a time?
    .fail = the time-stamp proves no time
    .todo = give the root of the time-stamping authority with --trust
code-ltv-revocation = is it known that no certificate was revoked at the time that is relied upon?
    .fail = whether a certificate was revoked at the proven time of signing is not known
    .todo = give a CRL or an OCSP response of that time or later, with --crl or --ocsp, or ask with --online
code-ltv-order = do the proven times agree with each other?
    .fail = the time-stamps contradict each other
    .todo = take it as tampering: report it, and tell the sender at once
code-changes-permitted = is every change after the signature permitted?
    .fail = the document was changed after it was signed, in a way that the signature does not permit
    .todo = take it as tampering: report it, and tell the sender at once

## Reasons: what they mean, what to do

code-FORMAT_FAILURE = the signature does not follow its format, or the document was changed in a way that the format does not permit
    .todo = return the document to the sender and say why
code-HASH_FAILURE = the signed content is not what was signed: at least one octet was changed
    .todo = take it as tampering: report it, and tell the sender at once
code-SIG_CRYPTO_FAILURE = the signature does not belong to this content and this certificate
    .todo = take it as tampering: report it, and tell the sender at once
code-REVOKED = the certificate had been revoked when the signature was made
    .todo = return the document to the sender and say why
code-EXPIRED = the signature was provably made after the certificate had expired
    .todo = return the document to the sender and say why
code-NOT_YET_VALID = the signature was provably made before the certificate became valid
    .todo = return the document to the sender and say why
code-SIG_CONSTRAINTS_FAILURE = a property of the signature does not meet the policy
    .todo = see which check failed; ask the sender to sign again if it matters
code-CHAIN_CONSTRAINTS_FAILURE = a certificate of the path may not be used for this
    .todo = ask the sender to sign with a certificate for signing documents
code-CERTIFICATE_CHAIN_GENERAL_FAILURE = the certificate path could not be validated
    .todo = see what the check says; ask the authority that issued the certificate
code-CRYPTO_CONSTRAINTS_FAILURE = an algorithm or a key size is refused by the policy
    .todo = ask the sender to sign again with SHA-256 and a key of RSA 2048 or ECDSA 256 at least
code-POLICY_PROCESSING_ERROR = the signature policy could not be processed
    .todo = ask the sender which policy was meant
code-SIGNATURE_POLICY_NOT_AVAILABLE = the signature policy is not available
    .todo = ask the sender for the policy
code-TIMESTAMP_ORDER_FAILURE = the time-stamps contradict each other
    .todo = take it as tampering: report it, and tell the sender at once
code-NO_SIGNING_CERTIFICATE_FOUND = the certificate of the signer was not found, or is not the one that was signed for
    .todo = ask the sender for the certificate and give it with --intermediates
code-NO_CERTIFICATE_CHAIN_FOUND = no path leads from the signer's certificate to a trusted one
    .todo = add the certificates that are missing with `signer trust add FILE`, or give them with --trust and --intermediates, if you have reason to trust them
code-REVOKED_NO_POE = the certificate was revoked, and nothing proves that the signature is older than that
    .todo = ask the sender to sign again with a valid certificate
code-REVOKED_CA_NO_POE = a certificate authority was revoked, and nothing proves that the signature is older than that
    .todo = ask the sender to sign again with a valid certificate
code-OUT_OF_BOUNDS_NO_POE = the certificate has expired or is not valid yet, and nothing proves that the signature was made while it was valid
    .todo = ask the sender for a document with a time-stamp; --at judges as of another day, on your own responsibility
code-OUT_OF_BOUNDS_NOT_REVOKED = the certificate has expired; it is known not to have been revoked, but nothing proves when the signature was made
    .todo = ask the sender for a document with a time-stamp
code-REVOCATION_OUT_OF_BOUNDS_NO_POE = the certificate of the revocation data's issuer is out of its validity, and nothing proves that the data are older
    .todo = give newer revocation data
code-CRYPTO_CONSTRAINTS_FAILURE_NO_POE = an algorithm is no longer considered secure, and nothing proves that the signature dates from when it was
    .todo = ask the sender to sign again with SHA-256 or stronger
code-NO_POE = a proof that the signature existed at a time is missing
    .todo = ask the sender for a document with a time-stamp
code-TRY_LATER = revocation data that are recent enough are missing; they may be available later
    .todo = try again later
code-SIGNED_DATA_NOT_FOUND = what was signed is not at hand
    .todo = name it with --content FILE
code-GENERIC = the signature could not be judged, for the reason that the check gives
    .todo = see what the check says

## Findings

code-cms-certificates = the certificates that come with the signature are damaged
code-cms-crls = the revocation data that come with the signature are damaged
code-cms-trailing-octets = octets that are not zero follow the signature in its place
code-cms-unsigned-attributes = the unsigned attributes of the signature are damaged; time-stamps in them are not seen
code-pdf-byte-range-beyond-end = the byte range ends beyond the end of the file: a program has saved the file again after signing, or it was cut
code-pdf-byte-range-gap = what the byte range leaves out is not exactly the place of the signature
code-pdf-byte-range-indirect = the byte range does not stand in the signature itself, where it must
code-pdf-byte-range-missing = the signature does not say what it covers
code-pdf-byte-range-numbers = the byte range is not four numbers
code-pdf-byte-range-overlaps = the two parts of the byte range overlap
code-pdf-byte-range-start = the byte range does not start at the beginning of the file
code-pdf-contents-compressed = the signature value stands in a compressed object, where it cannot be left out of what is signed
code-pdf-contents-empty = the place of the signature is empty
code-pdf-contents-indirect = the signature value does not stand in the signature itself, where it must
code-pdf-contents-missing = the signature has no value
code-pdf-contents-not-hexadecimal = the signature value is not written in hexadecimal digits only
code-pdf-docmdp-level = the certification names a level that does not exist
code-pdf-encrypted = the document is encrypted
code-pdf-encryption-changed = a later update changed the encryption
code-pdf-encryption-unreadable = the encryption cannot be read
code-pdf-encryption-unsupported = the document is encrypted in a way that is not read
code-pdf-endobj-missing = the end of an object is not marked
code-pdf-field-twice = two form fields have the same name
code-pdf-form = the form cannot be read
code-pdf-generation = an object is found under another generation number than it is looked up by
code-pdf-header-missing = the file has no PDF header
code-pdf-header-offset = something stands before the PDF header
code-pdf-hybrid-disagrees = the two cross-reference sections of a hybrid file contradict each other
code-pdf-hybrid-repeated = an update repeats the reference to an older cross-reference stream
code-pdf-hybrid-stream = the cross-reference stream of a hybrid file cannot be read
code-pdf-key-twice = a dictionary has the same key twice: readers differ in which one they take
code-pdf-object-stream-damaged = an object stream is damaged
code-pdf-object-stream-index = an object is not where the cross-reference says within its object stream
code-pdf-object-stream-missing = an object stream that is referred to is not there
code-pdf-object-stream-replaced = an object stream was replaced while objects in it are still in use
code-pdf-object-unreadable = an object cannot be read
code-pdf-page-tree-loop = the page tree refers to itself
code-pdf-prev-forward = an update refers to a previous one that stands behind it
code-pdf-prev-loop = the updates refer to each other in a circle
code-pdf-prev-unreadable = a previous state of the document cannot be read
code-pdf-prev-zero = the reference to the previous state is zero
code-pdf-signature-hidden = a signature stands where not every reader finds it
code-pdf-signature-removed = a later update removed a signature
code-pdf-security-store-large = part of the security store is too large and was left out
code-pdf-signature-shared = two fields share one signature
code-pdf-startxref-mismatch = the end of the file does not lead to the cross-reference data
code-pdf-startxref-missing = the end of the file does not say where the cross-reference data are
code-pdf-stream-damaged = the data of a stream are damaged
code-pdf-stream-eol = a stream does not begin on a line of its own
code-pdf-stream-length = the length of a stream is wrong
code-pdf-string-encrypted = texts of the document cannot be decrypted
code-pdf-trailer-key-twice = a trailer has the same key twice: readers differ in which one they take
code-pdf-trailer-root-missing = the trailer does not lead to the document
code-pdf-trailing-objects = objects stand behind the end of the document, where only some readers see them
code-pdf-trailing-octets = octets follow the end of the document
code-pdf-unreferenced-objects = an update holds objects that nothing refers to
code-pdf-xref-beyond-revision = the cross-reference data name an object behind their own end
code-pdf-xref-count = the cross-reference table counts its entries wrongly
code-pdf-xref-entry-form = an entry of the cross-reference table is not written as it should
code-pdf-xref-entry-twice = the cross-reference data name an object twice
code-pdf-xref-into-earlier = an update claims objects in the part of the file that was there before
code-pdf-xref-rebuilt = the cross-reference data are damaged; the objects were found by searching the file
code-pdf-xref-starts-at-one = the cross-reference table starts at one instead of zero
code-pdf-xref-stream-short = the cross-reference stream ends too early
code-pdf-xref-wrong-object = the cross-reference data lead to another object
code-revocation-not-checked = nothing at hand tells newly enough whether a certificate was revoked
code-time-local-as-utc = the signing time that the signer claims is local time, written as if it were UTC
code-evidence-reworded = the verdict is the one that was kept; another version of the program words it differently
code-pdf-field-outside-form = a signature field stands outside the form, where not every reader finds it
code-pdf-field-without-type = a form field does not say of which type it is
code-pdf-hybrid-stale = the cross-reference stream of a hybrid file belongs to an older state
code-pdf-signature-unreadable = a signature field holds something that cannot be read as a signature
code-pdf-xref-offset = the offset of the cross-reference data is wrong; they were found nearby

## Tokens

error-token = cannot use the token `{$token}`
error-tokens = cannot look for tokens
secret-pin = PIN of the token {$subject}:{" "}
token-ask-last-try = One try is left before the token {$token} locks itself. To use it up, type the word PIN; anything else stops:
token-warn-few-tries = a wrong PIN was given to the token {$token} before; few tries are left
token-pin-at-reader = type the PIN of the token {$token} at the reader
token-none = no token is plugged in
    .hint = plug it in, and see `signer token doctor`
token-no-certificates = no certificates
token-line = serial {$serial}, {$model}, by {$module}
token-line-few-tries = a wrong PIN was given before; few tries are left
token-line-last-try = one try is left before the token locks itself
token-line-locked = the PIN is locked
token-certificate-line = {$subject} ({$role}), label {$label}, valid {$start} to {$end}, {$days} days left

token-uri = `{$uri}` is not a usable PKCS#11 URI: {$why}
    .hint = write pkcs11:token=LABEL, or the label alone; `signer token list` shows the labels
token-load = the PKCS#11 module `{$module}` cannot be loaded: {$why}
    .hint = name the library that came with the token, by module-path in the URI or by --module
token-no-module = no PKCS#11 module is named, and none stands at a known place
    .hint = install the software of the token, or name its library: 'pkcs11:token=LABEL?module-path=FILE'. Looked at: {$there}
token-none-fits = no token fits {$wanted}; there are: {$there}
    .hint = plug the token in, or name one of these
token-several-fit = several tokens fit {$wanted}: {$there}
    .hint = name one by its serial number: 'pkcs11:serial=NUMBER'
token-no-certificate = no signing certificate on the token fits {$wanted}; there are: {$there}
    .hint = name one of these by --token-certificate
token-several-certificates = several certificates on the token fit {$wanted}: {$there}
    .hint = name one by --token-certificate
token-no-key = the token holds no private key for the certificate {$certificate}
    .hint = the key may have been deleted, or stand on another token; ask who issued the token
token-no-mechanism = the token cannot make a signature by {$algorithm}; it lists {$there}
    .hint = choose another algorithm; `signer token doctor --test-signature` shows what it can
token-wrong-signature = the token returned a signature that its own certificate does not verify ({$mechanism}); it was thrown away
    .hint = the certificate may belong to another key; ask who issued the token
token-pin-locked = the PIN of the token is locked after too many wrong tries
    .hint = only who issued the token can unlock it: the unit of your agency that manages certificates asks for it (for tokens of the Government Cipher Committee its authority for digital certification)
token-pin-wrong = the PIN is wrong; it was sent once
    .hint = be sure of the PIN before trying again: many tokens lock themselves after three wrong ones
token-pin-wrong-few = the PIN is wrong; it was sent once, and few tries are left
    .hint = be sure of the PIN before trying again, or ask who issued the token
token-pin-wrong-last = the PIN is wrong; it was sent once, and one try is left before the token locks itself
    .hint = do not guess: ask who issued the token
token-pin-final-try = one try of the PIN is left before the token locks itself; it was not used
    .hint = confirm it on a terminal, or ask who issued the token
token-pin-length = the PIN has a length that the token does not take; it was not sent
    .hint = be sure that it is the PIN of this token, not of another one; `signer token list` shows which is plugged in
token-pin-expired = the PIN has to be changed before the token signs
    .hint = change it with the software of the token
token-pin-not-set = the token has no PIN yet
    .hint = set it with the software of the token
token-pin-needed = the token needs its PIN
    .hint = give --pin-file, --pin-env or --pin-fd, or sign on a terminal
token-removed = the token was removed ({$function}: {$name})
    .hint = plug it in again; what was signed before stays good
token-absent = there is no token in the reader ({$function}: {$name})
    .hint = plug it in, and see `signer token list`
token-device = the token reported a fault of its own ({$function}: {$name})
    .hint = unplug it and plug it in again; see `signer token doctor`
token-cancelled = the signing was cancelled at the reader ({$function}: {$name})
    .hint = call the program again when you want to sign; what was signed before stays good
token-not-logged-in = the token did not accept the log-in for this key ({$function}: {$name})
    .hint = another program may have logged it out; try again alone
token-sessions = the token has no session left ({$function}: {$name})
    .hint = close other programs that use it
token-unsupported = the token does not do this with this key ({$function}: {$name})
    .hint = see what it can by `signer token doctor`
token-module = the module does not follow the standard ({$function}: {$name})
    .hint = install the newest software of the token
token-memory = the module is out of memory ({$function}: {$name})
    .hint = close other programs, or sign with fewer workers: --jobs 1
token-other = the module refused ({$function}: {$name})
    .hint = see `signer token doctor`

doctor-good = ok
doctor-doubt = doubt
doctor-bad = wrong
doctor-clock = the clock of this machine says {$time}
    .hint = set it: certificates are judged and signatures dated by it
doctor-module = module {$module}: {$name}, PKCS#11 {$cryptoki}
doctor-module-silent = module {$module} says nothing of itself: {$error}
    .hint = install the newest software of the token
doctor-no-threads = module {$module} takes one call at a time: many files are signed one after another
    .hint = nothing need be done
doctor-no-token = no token is plugged in
    .hint = plug it in; if it is, name its library by --module
doctor-token = token {$token} in slot {$slot}
doctor-pin = token {$token} (slot {$slot}): the PIN can be used
doctor-pin-few-tries = token {$token} (slot {$slot}): a wrong PIN was given before; few tries are left
    .hint = be sure of the PIN before the next try
doctor-pin-last-try = token {$token} (slot {$slot}): one try is left before it locks itself
    .hint = do not guess the PIN: ask who issued the token
doctor-pin-locked = token {$token} (slot {$slot}): the PIN is locked
    .hint = only who issued the token can unlock it: the unit of your agency that manages certificates asks for it (for tokens of the Government Cipher Committee its authority for digital certification)
doctor-mechanisms = token {$token} (slot {$slot}) signs by: {$mechanisms}
    .hint = without a signing mechanism the token cannot be used
doctor-certificates-unreadable = the certificates cannot be read: {$error}
    .hint = unplug the token and plug it in again
doctor-no-certificate = token {$token} holds no certificate
    .hint = ask who issued the token
doctor-certificate = certificate {$subject} (label {$label}): valid {$start} to {$end}
doctor-certificate-ends = certificate {$subject} (label {$label}) ends soon: valid {$start} to {$end}
    .hint = ask for its renewal now
doctor-certificate-expired = certificate {$subject} (label {$label}) has expired: valid {$start} to {$end}
    .hint = ask for its renewal; it must not sign any more
doctor-certificate-early = certificate {$subject} (label {$label}) is not valid yet: valid {$start} to {$end}
    .hint = compare the clock of this machine
doctor-pair = certificate {$subject} (label {$label}): its key is on the token
doctor-pair-unknown = certificate {$subject} (label {$label}): the token shows no key without the PIN
    .hint = make a test signature: `signer token doctor --test-signature`
doctor-pair-unreadable = certificate {$subject} (label {$label}): the keys of the token cannot be read: {$error}
    .hint = pull the token out and plug it in again
doctor-key-unusable = certificate {$subject} (label {$label}): {$error}
    .hint = sign with another certificate, or reach the token through the module of its vendor (--module)
doctor-chain = {$subject}: its chain leads to a trusted certificate
doctor-chain-broken = {$subject}: its chain leads to no trusted certificate: {$error}
    .hint = give the certificates of the authority by --trust
doctor-chain-not-judged = {$subject}: its chain was not judged
    .hint = name the trusted certificates by --trust
doctor-signature = {$subject}: {$algorithm} by {$mechanism}: a signature was made, and its certificate verifies it
doctor-signature-failed = {$subject}: {$algorithm} by {$mechanism}: {$error}
    .hint = choose another algorithm

error-not-begun = not begun, because the key cannot be used any more
    .hint = see the first error; `signer sign --resume` goes on where this run stopped
sign-done-before = signed before by {$signer}: {$path}
sign-summary-before = { $before ->
    [one] 1 was signed before
   *[other] {$before} were signed before
}

## The network

outside-url = `{$url}` is no address that can be asked
outside-scheme = `{$url}` is asked neither by http nor by https
outside-credentials = `{$url}` holds a user name; such addresses are not asked
outside-downgrade = {$service} leads from https back to http; it was not followed
outside-private = {$service} is at {$address}, which is not in the public network; it was not asked
    .hint = if this service is yours, allow it with --allow-host HOST:PORT
outside-unvouched = {$service} was not asked: no trusted certificate names it
    .hint = add the certificate that is missing to those you trust, or allow the service with --allow-host HOST
outside-no-host = {$service}: there is no host of this name
    .hint = check the name and the network connection
outside-silent = {$service} did not answer before, and is not asked again in this run
outside-connection = {$service}: the connection failed ({$why})
    .hint = check the network connection, or try again later
outside-tls = {$service}: the secure connection failed ({$why})
outside-timeout = {$service} gave no complete answer within {$seconds} seconds
    .hint = try again later, or wait longer with --timeout SECONDS
outside-protocol = {$service} does not answer as a web service does ({$why})
outside-status = {$service} answered with HTTP status {$status} ({$url})
outside-redirects = {$service} redirects in a circle, or more than {$limit} times
outside-too-large = {$service} sent more than {$limit} octets; it was stopped
outside-cut = {$service} sent an answer that was cut short
    .hint = try again later
outside-html = {$service} answered with a web page ({$url})
    .hint = perhaps the network asks you to log in first, or the address is a page for people
outside-type = {$service} answered with the type `{$found}` instead of `{$wanted}`
outside-encoded = {$service} sent a compressed answer (`{$encoding}`), which nobody asked for
outside-useless = what {$service} sent is of no use ({$why})
outside-no-timestamp = no time-stamping authority gave a time-stamp

## Configuration

config-unlisted = { $path } is not used: your own configuration does not list its folder; `signer config allow` does that, if the file is yours
config-allowed = { $path } lists { $folder }: its signer.toml counts for the work done there
config-written = { $path } is written, with the profile { $profile }; `signer config show` shows it
config-comment = Written by `signer config init`. A PIN never stands here.
config-file = { $path }
config-no-file = there is no configuration; `signer config init` writes one
config-origin-default = default
config-origin-user = your configuration, line { $line } of { $path }
config-origin-project = configuration of this folder, line { $line } of { $path }
config-origin-named = named configuration, line { $line } of { $path }
config-origin-environment = environment, { $name }
config-origin-command-line = command line
config-ask-intro = An empty answer leaves a value out; signer.toml can be edited later.
config-ask-agency = Name of the agency, as on its documents:
config-ask-language = Language of messages, vi or en:
config-ask-personal-key = Number of the competent person's certificate, - for none [{ $guess }]:
config-ask-organisation-key = Number of the organisation's certificate, - for none [{ $guess }]:
config-ask-personal-image = Image of the personal signature (PNG file):
config-ask-seal-image = Image of the seal (PNG file):
config-ask-seal-diameter = Diameter of the seal in mm:
config-ask-tsa = Time-stamp authority (http://...; several with commas between them):
config-ask-trust = Trusted certificates (files or folders; several with commas between them):
config-ask-level = Level of signatures, b-b, b-t, b-lt or b-lta:
config-ask-out-dir = Folder for signed documents:
config-no-tokens = No token with a signing certificate is plugged in; tokens can be written into signer.toml later (signer token show).
config-offer =   { $number }) { $subject }, on { $token }
error-config-not-text = { $path } is no configuration: it is not text, or longer than a megabyte
error-config-syntax = { $path }, line { $line }: this is not TOML: { $what }
error-config-key = { $path }, line { $line }: unknown key `{ $key }`
    .hint = known here are { $known }
error-config-key-near = { $path }, line { $line }: unknown key `{ $key }`
    .hint = perhaps `{ $nearest }` is meant
error-config-value = { $path }, line { $line }: `{ $key }` must be { $wanted ->
        [path] the path of a file or folder
        [paths] a path or a list of paths
        [urls] an address that begins with http:// or https://, or a list of such
        [millimetres] a number of millimetres between 10 and 60
        [level] "b-b", "b-t", "b-lt" or "b-lta"
        [language] "vi" or "en"
        [role] "personal" or "organisation"
        [hosts] a host or host:port, or a list of such
        [switch] true or false
        [table] a table, like [personal]
        [fingerprint] the SHA-256 of a certificate, 64 hexadecimal digits
        [uri] the label of a token or a PKCS#11 URI
       *[text] a text
    }
error-config-pin = { $path }, line { $line }: a PIN or password must not stand in the configuration (`{ $key }`)
    .hint = delete the line; the PIN is asked for, or comes from --pin-file, --pin-env or --pin-fd
error-config-profile = the configuration has no profile `{ $profile }`
    .hint = there are: { $there }
error-config-exists = { $path } has a profile `{ $profile }` already, which is kept
    .hint = edit the file, or choose another name with --profile
error-config-no-home = it is not known where your configuration stands
    .hint = set HOME or XDG_CONFIG_HOME, or name a file with --config
error-config-set = `--set { $text }` is not KEY=VALUE
error-config-set-key = `--set`: unknown key `{ $key }`
    .hint = known are { $known }
error-config-set-key-near = `--set`: unknown key `{ $key }`
    .hint = perhaps `{ $nearest }` is meant
error-config-set-pin = a PIN or password must not stand in the configuration (`{ $key }`)
    .hint = the PIN is asked for, or comes from --pin-file, --pin-env or --pin-fd
error-config-set-value = `{ $key }` must be { $wanted ->
        [path] the path of a file or folder
        [paths] paths with commas between them
        [urls] addresses that begin with http:// or https://, with commas between them
        [millimetres] a number of millimetres between 10 and 60
        [level] b-b, b-t, b-lt or b-lta
        [language] vi or en
        [role] personal or organisation
        [hosts] hosts or host:port, with commas between them
        [switch] true or false
       *[text] a text
    }
error-config-choice = that is no number of the list (1 to { $count }), nor -
error-config-answer = the answer cannot be read
cache-trouble = what was fetched could not be kept in {$path} ({$why}); the results are complete

## Evidence from files

error-crl = there is no readable list of revoked certificates in `{$path}`
    .hint = lists are read in PEM (X509 CRL) or DER, one of the two in a file
error-no-crl = there are no lists of revoked certificates in `{$path}`
    .hint = lists are read in PEM or DER, from files ending in .crl, .pem or .der
error-ocsp = there is no readable answer of an OCSP responder in `{$path}`
    .hint = answers are read in PEM (OCSP RESPONSE) or DER
error-no-ocsp = there are no answers of OCSP responders in `{$path}`
    .hint = answers are read in PEM or DER, from files ending in .ors, .ocsp, .pem or .der

## Trusted certificates

store-no-folder = the user has no folder for trusted certificates
    .hint = name one with --store DIR, or in the environment variable SIGNER_STORE
store-damaged = `{$path}` is not as `signer trust add` wrote it, and is not used

trust-added = trusted from now on: {$subject}
trust-added-between = known from now on, and trusted where a trusted root vouches for it: {$subject}
trust-already = is there already: {$subject}
trust-removed = not trusted any more: {$subject}
trust-recognised = its fingerprint is that of `{$id}` in the catalogue
trust-unlisted = not in the catalogue; compare its SHA-256 with what the authority publishes: {$fingerprint}
trust-expired = the certificate has expired: {$subject}
trust-not-authority = not added, because it is the certificate of a person or a service and not of an authority: {$subject}
trust-no-authority = there is no certificate of an authority in `{$path}`
    .hint = to trust a certificate by itself, add it with --anchor
trust-impostor = the certificate `{$subject}` is not the one known by this name; nothing was added
    .hint = it may be made to deceive. Its SHA-256 is {$fingerprint}; that of `{$id}` in the catalogue is {$listed}. Ask the authority
trust-no-such = no trusted certificate is named `{$id}`. There are: {$there}
    .hint = give the ID that `signer trust list` shows, at least six digits
trust-several-such = more than one trusted certificate is named `{$id}`. There are: {$there}
    .hint = give more digits
trust-empty = nobody is trusted: there are no certificates in {$path}
trust-use-anchor = trusted
trust-use-between = stands between; a trusted root must vouch for it
trust-listed-there = added
trust-listed-not-there = not added
trust-no-address = no public address is known
trust-update = {$subject} (`{$id}`) was not added
trust-update-another = {$url} has no certificate with the SHA-256 {$fingerprint}
    .hint = perhaps the authority renewed it; or somebody stands between. Ask the authority
trust-update-no-address = no public address of {$subject} is known; if you have its certificate, add it with `signer trust add FILE` (`{$id}`)
trust-todo-listed = add the certificate of `{$name}` to those you trust: `signer trust update` fetches it from {$url} and compares its SHA-256 ({$fingerprint}); or `signer trust add FILE`
trust-todo-address = add the certificate of `{$name}` with `signer trust add FILE`, if you have reason to trust it; the authority publishes it at {$urls}
trust-todo-name = add the certificate of `{$name}` with `signer trust add FILE`, if you have reason to trust it

label-lacking = Not trusted yet
label-fingerprint = SHA-256
label-source = From
label-added = Added
label-catalogue = In the catalogue
label-address = Address

## What was asked of a service in vain

code-outside-url = an address in a certificate cannot be asked
code-outside-private-address = not asked, because it is not in the public network
code-outside-unvouched = not asked, because no trusted certificate names it
code-outside-no-host = there is no such host
code-outside-connection = the connection failed
code-outside-tls = the secure connection failed
code-outside-timeout = no complete answer in time
code-outside-silent = did not answer before, and was not asked again
code-outside-protocol = does not answer as a web service does
code-outside-status = answered with an error
code-outside-redirects = redirects in a circle or too often
code-outside-too-large = sent more than such an answer can be
code-outside-cut-short = sent an answer that was cut short
code-outside-content = sent something else than was asked for
code-outside-useless = what it sent is of no use

## Changes after a signature

place-document = the document
change-unexplained = nobody vouches for it
change-locked = forbidden by the lock of the signature `{$name}`
change-certified = forbidden by the certification of the document (level {$level})
change-more = { $count ->
    [one] 1 further change
   *[other] {$count} further changes
}; `signer inspect --changes` lists all
change-kind-other = something was changed ({$kind})
inspect-changes = Changes
inspect-changes-before = Revision {$number}: not compared, no signature stands before it
inspect-changes-none = Revision {$number}: nothing that is seen or used was changed
inspect-changes-permitted = Revision {$number}: every change is permitted
inspect-changes-refused = Revision {$number}: changed in a way that is not permitted
inspect-changes-signature-permitted = {$field} (revision {$number}): everything after it is permitted
inspect-changes-signature-refused = {$field} (revision {$number}): not permitted after it, in revision {$revisions}
change-kind-page-content = content was replaced
change-kind-page = the page was changed
change-kind-page-geometry = size, crop or rotation of the page was changed
change-kind-page-tree = pages were added, removed or put in another order
change-kind-resources = what the content draws with (resources) was changed
change-kind-form-x-object = a drawing in the content was replaced
change-kind-image = an image was replaced or added
change-kind-font = a font was replaced or added: text may look different
change-kind-annotation = an annotation was added, changed or removed
change-kind-annotations = the list of annotations of the page was changed
change-kind-annotation-over-content = an annotation covers what was signed
change-kind-appearance = the appearance of a field or an annotation was changed
change-kind-appearance-over-content = the appearance of a field covers what was signed
change-kind-appearance-without-signature = a field shows something although nobody signed it
change-kind-field = a form field was added, changed or removed
change-kind-field-value = the value of a form field was changed
change-kind-widget = a form field on the page was added or changed
change-kind-form = the form was changed
change-kind-signature-field = a signature field was added or changed
change-kind-signature = a signature was added or changed
change-kind-document-timestamp = a document time-stamp was added or changed
change-kind-security-store = the store of validation data was changed
change-kind-validation-data = validation data were added or changed
change-kind-permissions = the permissions of the document were changed
change-kind-catalogue = the root of the document was changed
change-kind-open-action = what happens when the document is opened was changed
change-kind-action = an action was added or changed
change-kind-javascript = a program (JavaScript) was added or changed
change-kind-embedded-file = an embedded file was added or changed
change-kind-name-tree = the lists of names of the document were changed
change-kind-optional-content = layers were added, shown or hidden
change-kind-outline = the bookmarks were changed
change-kind-structure-tree = the logical structure was changed
change-kind-viewer-preferences = how viewers present the document was changed
change-kind-metadata = the metadata were changed
change-kind-document-information = title, author or dates of the document were changed
change-kind-trailer-root = the update leads to another document
change-kind-trailer-extra-root = the update names a second root
change-kind-trailer-encrypt = the encryption was changed
change-kind-trailer-size = the update says that there are fewer objects than there are: some programs leave the others out
change-kind-trailer-info = the update names other document information
change-kind-cross-reference-stream = cross-reference data were changed
change-kind-object-stream = a container of objects was changed
change-kind-appearance-of-signed-field = the appearance of a signed field was changed
change-kind-appearance-differs-from-value = a field shows something else than its value
change-kind-appearance-without-value = a field was drawn anew although nobody filled it in
change-kind-appearance-of-button = the look of a box or a button was changed
change-kind-value-without-appearance = a field has another value than it shows
change-kind-signed-field = a signed field was changed or removed
change-kind-unsigned-octets = octets were added that are no update of what was signed
change-kind-unreadable = an object cannot be read
change-kind-stream = data that the document uses were changed
change-kind-dictionary = an object was added or changed
change-kind-array = a list was added or changed
change-kind-value = a value was added or changed
change-kind-null = an object was removed
change-rule-unreferenced = permitted: nothing shows it
change-rule-metadata = permitted: metadata
change-rule-security-store = permitted: validation data
change-rule-document-timestamp = permitted: document time-stamp
change-rule-signature = permitted: a further signature
change-rule-visible-signature = permitted: a further signature that is seen on the page
change-rule-nested-signature = permitted: a further signature in a group of fields
change-rule-form-filling = permitted: a form field was filled in
change-rule-field-lock = permitted: fields were locked by a signature
change-rule-structure-tree = permitted: the structure of what was added
change-rule-annotation = permitted: a comment

## What is found before signing

hazard-warning = `{$path}`: {$what}
hazard-more = `{$path}`: { $count ->
    [one] 1 more
   *[other] {$count} more
} of {$code}; `signer inspect` lists them
error-hazards = `{$path}` has what a signer should think about ({$codes}); with --strict it is not signed
    .hint = look at the warnings above (`signer explain CODE` tells more); save the document anew without them, or sign without --strict
place-page = page {$page}
place-object = object {$object}
inspect-hazards = To know before signing
code-hazard-javascript = a program (JavaScript) can change what the document shows
code-hazard-launch = an action starts another program
code-hazard-submit-form = an action sends what was filled in to somewhere
code-hazard-import-data = an action fills in fields from another file
code-hazard-remote-go-to = an action opens another document
code-hazard-automatic-action = an action starts by itself
code-hazard-changes-view = an action shows, hides or resets content
code-hazard-multimedia = sound, film or 3D content plays in the document
code-hazard-uri = links lead to the web
code-hazard-embedded-file = a file is embedded in the document
code-hazard-collection = the document is a portfolio: viewers open a file in it instead of its pages
code-hazard-external-reference = content is taken from another file
code-hazard-xfa = a form in XML (XFA), which some viewers show instead of the pages
code-hazard-need-appearances = viewers are asked to draw the form fields anew, each in its way
code-hazard-overlapping-fields = two form fields lie over each other
code-hazard-covers-text = a field or an annotation lies over text of the page
code-hazard-covers-page = a field or an annotation covers half of the page or more
code-hazard-hidden-layer = a layer is hidden, or shown on the screen and not on paper
code-hazard-layers = the document has layers that a viewer can switch off
code-hazard-hidden-annotation = an annotation or a field is hidden
code-hazard-not-printed = an annotation or a field is seen on the screen, not on paper
code-hazard-alternate-image = an image has another version for another occasion
code-hazard-invisible-text = text on the page is invisible
code-hazard-recognised-text = invisible text lies behind an image, as on pages that were scanned
code-hazard-transparent = content is painted fully transparent
code-hazard-page-outside-tree = a page is in the file but not among its pages
code-hazard-unreferenced = hidden content that nothing refers to could be shown by a later update
code-hazard-unreferenced-object = objects to which nothing refers are left in the file
code-hazard-superseded = earlier content is still in the file and could be shown again by a later update
code-hazard-missing-object = something that is not there is referred to and could be supplied later
code-hazard-unreadable = an object cannot be read
code-hazard-ambiguous = two programs may read two different documents; no signature over it will pass
code-hazard-not-all-scanned = the document is too large to look at all of it
code-hazard-text-not-scanned = the text of some pages was not looked at
## Levels: time-stamps and validation data

extend-done = extended: {$path}
extend-done-before = has all of it already: {$path}
extend-summary = { $failed ->
    [0] { $done ->
        [one] 1 document extended
       *[other] {$done} documents extended
    }
   *[other] {$done} extended, {$failed} not extended
}
error-extend = cannot extend {$path}
error-extend-fails = the signature `{$field}` does not hold; evidence for it would prove nothing
    .hint = `signer verify` on the document says what is wrong with it
error-level = the level {$level} was not reached
error-level-tsa = the level {$level} needs a time-stamp, and no time-stamping authority is named
    .hint = name one with --tsa URL, or as `tsa` in signer.toml
error-content-timestamp-tsa = a time-stamp over the content is wanted, and no time-stamping authority is named
    .hint = name one with --tsa URL, or as `tsa` in signer.toml
error-content-timestamp-detached = a detached signature takes no time-stamp over the content
    .hint = leave out --content-timestamp
error-level-stamp = the time-stamp does not go into the document
error-level-lacking = `{$field}` cannot have the level {$level}: what validates it is not complete
    .hint = --online fetches what is missing; --intermediates, --crl and --ocsp name what is at hand; --trust or `signer trust add` says whom to trust
error-level-hopeless = `{$field}` is not worth a time-stamp any more
    .hint = a time-stamp helps while the certificate is valid and not revoked
error-level-detached = a detached signature stays at the level b-b: {$level} is for documents
    .hint = leave out --level
error-random = the system gives no random numbers
error-standing = the certificate of the signer cannot be checked
error-certificate-refuted = the certificate is not good to sign with now
    .hint = ask its issuer for a new one; nothing was signed
error-complete-room = the time-stamp needs {$needed} octets, more than were kept for it
    .hint = prepare again with --timestamp-room {$needed}; the signature has to be made again, too
error-state-level = the state file names the level {$level}, which this version does not know
timestamp-no-room = the authority's time-stamps grow from answer to answer, now to {$needed} octets
core-unsigned = the document has no signature
    .hint = `signer sign` makes one
core-unproven = {$what} cannot be shown to be trustworthy now: {$why}
core-timestamp = the time-stamp is not kept: {$why}
doubt-revoked = the certificate of {$subject} was {$status}
doubt-status = nothing at hand says whether the certificate of {$subject} was revoked
doubt-certificate = the certificate of its signer is missing
doubt-form = it cannot be read, or holds no certificates of the kind that is kept
doubt-path = {$why}
doubt-outside = {$why}

error-then-not-pdf = { $path } is not a PDF document; a second signature (`--then`) goes into PDF documents only

## Policies

error-policy-unknown = there is no policy `{ $policy }`
    .hint = built in are { $known }; anything else is the path of a file
error-policy = the policy { $path } cannot be used
    .hint = `signer verify --explain-policy --format json` shows a built-in one; what asks for less than it stands under [dangerous]
policy-title = Policy { $name }
policy-note-strict = EN 319 102-1 with the dates of ETSI TS 119 312. A known revocation never passes; that nothing at hand tells of revocation is a warning, and a doubt with --online.
policy-note-vn-cong-vu = The algorithms of Circular 15/2025/TT-BKHCN. SHA-1 only in what is proven to be older than the circular, and never silently.
policy-note-historic = For archives: what was acceptable when it is shown to have been signed. Nobody should pay on its word alone.
policy-algorithms = Algorithms
policy-accept = accepted
policy-reject = refused
policy-until = accepted in what is proven to be older than { $end }
policy-checks = Checks that a policy weighs
policy-fail = counts
policy-warn = is said, and does not count
policy-ignore = is not asked
policy-mandatory = All other checks always count: no policy can relax them.
policy-freshness-in-force = What tells of revocation is new enough until the next is due.
policy-freshness = What tells of revocation is new enough for { $seconds } seconds.
policy-imprints = The digest in a time-stamp is judged as of the time that the time-stamp states.

## What is seen on the page

prepare-more = `{$file}`: this signature writes the number; the date of issue is one of its own: complete this, then prepare the result once more
stamp-font = text on the page is in {$font} (`{$path}`)
stamp-covers = `{$file}`: the signature covers, on page {$page}: {$what}
stamp-unchecked = `{$file}`: what the signature covers could not be checked; look at the page before it goes out
sign-no-image = no image is given, so the signature is not seen on the page; it is as good (--image FILE shows one)
sign-certificate-role = `{$file}`: by its names, the certificate of {$subject} is not one for this role
copy-pages = `{$file}`: the copy has { $count ->
    [one] one page
   *[other] {$count} pages
    }; compare it with the original
copy-coarse = `{$file}`: page {$page} was scanned with {$dpi} dpi; Decree 30/2020 asks for 200 at least
copy-fonts = `{$file}`: fonts that are not embedded look different elsewhere: {$fonts}

preview-page = page {$page} of {$count}
preview-place = {$left} mm from the left, {$top} mm from the top; {$width} mm wide, {$height} mm high
preview-field = in the empty signature field `{$field}`
preview-free = covers nothing that is read
preview-covers = covers: {$what}
preview-unchecked = what it covers could not be checked
preview-picture = picture
preview-invisible = nothing will be seen on the page
preview-ask = Sign? [y/N]

error-preview = cannot show `{$path}` as it will look
error-preview-terminal = --preview asks before each signature, and there is no terminal to ask on
    .hint = `signer preview` shows the page without signing
error-not-confirmed = it was not confirmed
error-no-font = no font for the text on the page was found on this computer
    .hint = install Times New Roman or Liberation Serif (Debian package fonts-liberation), or give --font FILE
error-font = cannot use the font `{$path}`
error-image = cannot use the image `{$path}`
    .hint = PNG with a transparent background is best; JPEG is read too
error-no-image = attachments, copies and numbers carry text and no image (Decree 30/2020, Appendix I)
    .hint = leave out --image
error-appearance = the signature cannot be shown
error-placeholder = there is no placeholder `{$name}`; there are: {$known}
error-rect = `{$text}` is no rectangle
    .hint = four numbers in points, X,Y,WIDTH,HEIGHT, from the lower left corner of the page: 300,100,120,60
error-page = there is no page {$page}; the document has {$count}
    .hint = pages are counted from 1, or from the end: -1 is the last
error-diameter = a seal of {$mm} mm is none
    .hint = seals are 10 to 60 mm wide; most are 36
error-date = `{$text}` is no date
    .hint = write 2026-11-22 or 22/11/2026
error-overlap = the signature would cover, on page {$page}: {$what}
    .hint = choose another place with --rect, or sign all the same with --allow-overlap
error-place = the place of the { $wanted ->
    [signatory] signature
    [seal] seal
    [number] number
    [date] date of issue
   *[corner] text
    } was not found with certainty
    .hint = { $wanted ->
    [signatory] give the name as it is printed with --signer-name and the title with --title; or the place with --rect and --page, or --field
    [seal] give the place with --rect and --page, or --field
   *[other] give the place with --rect and --page, or --field, and the text with --text
    }
error-place-no-room = there is no room for the { $wanted ->
    [signatory] signature
    [seal] seal
    [number] number
    [date] date of issue
   *[corner] text
    }
    .hint = give another place with --rect and --page, or --field; or --invisible
error-place-needed = a visible signature as plain has no place of its own
    .hint = give --rect X,Y,W,H and --page N, or --field NAME
error-pages = the pages cannot be read for their text
    .hint = give the place with --rect and --page, or sign with --invisible
error-over = there is no signature field `{$field}`; personal signatures are in: {$there}
error-seal-nowhere = there is no personal signature for the seal to go over
    .hint = give the place with --rect and --page
error-seal-several = several persons have signed: {$there}
    .hint = say over which the seal goes with --over FIELD
error-number-needed = the number of the document is not given
    .hint = give --number NUMBER/NOTATION, or a register with --register FILE
error-notation = the number `{$given}` has another notation than the printed line “{$printed}”
    .hint = check number and document; one of them is not the one that is meant
error-blank-filled = “{$there}” stands where “{$text}” would be written
    .hint = check number, date and document
error-blank-narrow = there is no room for “{$text}” in its place
    .hint = give the place with --rect, and the text with --text, as plain
error-issue-filled = number and date are in the document already
error-attachment-of-its-own = the document carries a personal signature, so it is no attachment in a file of its own
    .hint = Decree 30/2020, Appendix I: an attachment in the file of the main document is not signed again; --again signs it all the same
error-signed-twice = this certificate has signed the document already, in the field `{$field}`
    .hint = --again signs it once more
error-certificate-role = the configuration says that the certificate of {$subject} is for another role
    .hint = choose another certificate, or correct `roles` in signer.toml
error-copy-version = the document is PDF {$version}; copies are PDF 1.4 or later
    .hint = scan or print it to a newer PDF

error-numbers = cannot read the register `{$path}`
error-register-columns = the register `{$path}` lacks the column file or number
    .hint = the first line names the columns: file,number,notation,date,subject
error-register-row = line {$line} of the register `{$path}` cannot be used
error-register-empty = the column {$column} is empty
error-register-twice = the register `{$path}` has `{$file}` twice
error-register-missing = the register `{$path}` does not have `{$file}`
    .hint = add a line for the document, by the name of its file
error-journal = cannot write to the journal `{$path}`

## Reports

column-path = Document
column-conclusion = Conclusion
column-completeness = Both signatures
column-cause = Cause
column-reason = Reason
column-todo = What to do
column-personal = Competent person
column-personal-unit = Unit of the person
column-organisation = Organisation
column-organisation-unit = Unit of the organisation
column-unit = Unit
column-time = Signed
column-time-proven = Time proven
column-level = Level
column-signatures = Signatures
column-findings = Findings
column-sha256 = SHA-256
column-size = Size (octets)
column-slip = Return slip
column-program = Program
column-policy = Policy
column-trust = Trusted certificates
column-at = Judged as of
column-field = Signature field
column-role = Role
column-signer = Signer
column-issuer = Issuer
column-serial = Serial number
column-not-before = Valid from
column-not-after = Valid to
column-severity = Severity
column-code = Code
column-message = Message
sheet-summary = Summary
sheet-documents = Documents
sheet-signatures = Signatures
sheet-findings = Findings
sheet-full = the sheet is full: {$count} rows are not in it, see them with --format jsonl
severity-info = info
severity-warning = warning
severity-error = error
yes = yes
no = no
completeness-complete = both signatures
completeness-personal-only = the person only
completeness-organisation-only = the organisation only
completeness-none = none
class-all = All documents
class-complete = Passed, both signatures
class-personal-only = Passed, the person only
class-organisation-only = Passed, the organisation only
class-signed = Passed, other signatures
class-indeterminate = Indeterminate
class-failed = Failed
class-unsigned = Unsigned
class-unreadable = Unreadable
unit-unknown = (unknown)
slip-refused = The document “{$name}” is refused. Reason: {$reason}. Please check it, sign it again and send it again.
slip-indeterminate = The document “{$name}” cannot be accepted yet, because its signatures could not be judged: {$reason}.
reason-requirement = the document lacks: {$what}
report-title = Verification of signed documents
report-no-trust = none was named
report-by-cause = Not passed, by cause
report-by-unit = By unit (documents · share with both signatures)
report-by-month = By month (documents · share with both signatures)
report-by-quarter = Share of documents with both signatures, by unit and quarter
report-whole = Whole time
column-rate = Rate
report-search = Search file names, signers, units
report-any = all
report-shown = {$shown} of {$all} documents
report-none = not stated
report-proven = time-stamped
report-claimed = as the signer says
report-back = List
report-print = Print
report-json = Save JSON
report-slip = Return slip
report-path = Certification path
report-revocation = Revocation
report-timestamps = Time-stamps
report-object = object
report-page-number = page
report-allowed-by = allowed by
report-nobody = nobody vouches for it
report-trusted = trusted
report-old-browser = This browser is too old to show details: please use a newer one.
report-print-limit = … and {$count} more documents
revocation-good = not revoked
revocation-revoked = REVOKED
revocation-unknown = unknown
error-etsi-several = a validation report of ETSI speaks of one document
    .hint = Name a folder: --output DIR, a file for each document

## Places on pages

list-more = and {$more} more
place-seen = “{$text}” on page {$page}, {$left} mm from the left, {$top} mm from the top
place-no-text = “{$wanted}” was looked for on { $pages ->
    [one] one page, but it { $scan ->
        [yes] is a picture without text (a scan)
       *[no] has no text
    }
   *[other] {$pages} pages, but they { $scan ->
        [yes] are pictures without text (a scan)
       *[no] have no text
    }
    }
place-only-hidden = “{$wanted}” is only in text that nobody sees, as scanning programs leave it: {$at}
place-name-absent = “{$wanted}” is printed { $pages ->
    [one] not on the last page
   *[other] on none of the last {$pages} pages
    }
place-name-in-fields = “{$wanted}” is not printed; it is the value of the form field {$fields}
place-title-absent = { $given ->
    [yes] the title “{$title}” does not stand above the name
   *[no] no title in capitals stands above the name
    }: {$names}{ $stands ->
    [yes] ; above it stands {$above}
   *[no] {""}
    }
place-several = “{$wanted}” stands in {$count} places: {$at}
place-occupied = on page {$page} something stands where the image would: {$what}
place-narrow = on page {$page} there is room of {$width} × {$height} mm; {$needed-width} × {$needed-height} mm are needed
place-invisible = the signature field `{$field}` shows nothing on any page
place-line-absent = the first page has no line “{$wanted}”
touched = { $what ->
    [text] the text “{$text}”
    [image] an image
    [scan] the scan of the sheet
    [drawing] a line or an area
    [empty-signature-field] the empty signature field `{$text}`
    [signature] the signature `{$text}`
    [field] the form field `{$text}`
    [annotation] an annotation ({$text})
   *[other] something
    } {$left} mm from the left, {$top} mm from the top
layout-unreadable = the pages of the document cannot be read
layout-ambiguous = two readers see different pages in this document
layout-uninterpretable = page {$page} cannot be interpreted
layout-picture-size = a picture of {$width} × {$height} pixels cannot be drawn

## The journal of what was signed

error-journal-other = `{$path}` is not a journal of this program
    .hint = give the name of a file that is not there yet
journal-recovered = the journal was completed after an interrupted run: { $count ->
    [one] one line
   *[other] {$count} lines
    }
journal-state = State
journal-state-signed = signed
journal-state-interrupted = interrupted: the signed document is not in its place
journal-time = Time
journal-input = Document
journal-output = Signed document
journal-sha256 = SHA-256
journal-number = Number and notation
journal-date = Date of issue
journal-subject = Subject
journal-role = Role
journal-signer = Signer
journal-certificate = Certificate (SHA-256)
journal-level = Level
journal-timestamp = Time-stamp
journal-status = Certificate checked before signing
journal-status-checked = yes
journal-without-personal = Reason for signing without a personal signature
## Inputs of an audit

error-archive = `{$path}` cannot be read as a ZIP archive
    .hint = unpack it with another program, and verify the folder
error-archive-member = cannot unpack `{$path}`
    .hint = ask the sender for the archive again
error-archive-members = the archive has more than {$most} members; those beyond were not looked at
    .hint = unpack it, and verify the folder
error-archive-nested = `{$path}` is an archive or a message within an archive, which is not followed
    .hint = unpack the outer archive, and verify the folder
error-archive-encrypted = `{$path}` is encrypted within its archive
    .hint = unpack it with its password, and verify the folder
error-archive-method = `{$path}` is compressed in a way that this version cannot unpack
    .hint = unpack it with another program, and verify the folder
error-archive-bomb = `{$path}` unpacks to far more than any document: it may be made to harm
    .hint = do not unpack it; ask the sender
error-archive-twins = the archive `{$path}` has several members of one name, of which only the last can be reached
    .hint = ask the sender for an archive that every program reads alike
error-link = `{$path}` is a link that is not followed
    .hint = name the folder or the file that it leads to
error-special = `{$path}` is neither a file nor a folder
error-too-large = `{$path}` is larger than any document: it was not read
error-message = `{$path}` cannot be read as a message of the national document exchange (edXML)
    .hint = ask the sender for it again
error-message-attachments = the message `{$path}` carries {$count} attachments, but {$listed} are expected
    .hint = ask the sender for the message again
error-attachment = cannot unpack the attachment `{$path}`
    .hint = ask the sender for the message again
error-attachment-kind = the attachment `{$path}` is no document that can be verified
error-ledger = cannot use the ledger `{$path}`
    .hint = give another file with --resume
error-ledger-form = the ledger `{$path}` is of the form {$form}, which this version does not know
    .hint = give another file with --resume
error-ledger-busy = another run writes to the ledger `{$path}`
    .hint = wait for it, or give another file
error-ledger-settings = the ledger `{$path}` belongs to a run that judges otherwise: {$what}
    .hint = judge as that run did, or begin another ledger
error-units = the list of former units `{$path}` cannot be used: line {$line}
    .hint = name, first day without it as 2025-07-01 and successor, between tabs
setting-program = program
setting-policy = policy
setting-time = time judged
setting-trust = trusted certificates
setting-intermediates = intermediate certificates
setting-evidence = CRLs and OCSP responses
setting-online = online
setting-content = detached content
setting-pages = reading of first pages
setting-units = former units
setting-password = password
verify-passed-over = { $count ->
    [one] 1 file of another kind was
   *[other] {$count} files of another kind were
} passed over in folders and archives
verify-known = { $count ->
    [one] 1 document was
   *[other] {$count} documents were
} in the ledger already, and not read again
unreadable-nested = it is within an archive or a message that is itself within an archive
    .todo = unpack the outer archive, and verify the folder
unreadable-archive = the archive, or this member of it, is damaged
    .todo = ask the sender for it again
unreadable-message = the message, or this attachment of it, is damaged or incomplete
    .todo = ask the sender for it again
unreadable-link = it is a link that is not followed
    .todo = name what it leads to
unreadable-changed = somebody wrote to it while it was read
    .todo = verify it again when nobody works on it
requirement-order = the competent person's signature before the organisation's
requirement-complete-or-copy = both signatures in their order, or the organisation's on a copy or an attachment
requirement-attachments = the organisation's signature on what is attached in a file of its own
requirement-number-date = number, notation and date of issue on the first page
requirement-current-units = certificates that name units which existed when they signed
requirement-utc-time = signing times that are not seven hours off
requirement-facts = all facts that the law wants shown of each signature
code-unit-former = the certificate names a unit that no longer existed when it signed
code-edxml-signer-differs = the message names another signer than the certificate
code-edxml-organisation-differs = the message names another organisation than the certificate
code-edxml-number-differs = the message names another number than the document
code-edxml-date-differs = the message names another date of issue than the document
code-edxml-number-unread = the number could not be read off the page to compare it with the message
code-edxml-date-unread = the date of issue could not be read off the page to compare it with the message
code-page-limit = the first page was not read: it would take more time or memory than a page may
column-form = Kind of document
column-number = Number and notation
column-date = Date of issue
column-order = Order of signing
column-former-units = Units that no longer exist
column-duplicate = Same content as
column-integrity = Content
form-original = original
form-copy = certified copy
form-attachment = attachment
order-kept = person, then organisation
order-reversed = organisation before the person
presence-absent = missing
label-duplicate = Same content as
label-form = Kind
label-number = Number and notation
label-date = Date of issue
report-message = Carried by the message
setting-kept = evidence kept in
