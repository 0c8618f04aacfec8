#!/bin/bash
# Makes `files/` from the keys beside it, with openssl 3. The results are committed; run this only to add to them.
set -euo pipefail
cd "$(dirname "$0")"
D=files; mkdir -p $D; T=$(mktemp -d)
SUBJ="/C=VN/O=Throw-away"
openssl req -x509 -new -key rsa2048-1.pem -sha256 -days 36500 -utf8 -subj "$SUBJ/CN=Throw-away Root" -out $T/root.pem -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
openssl req -new -key rsa2048-2.pem -utf8 -subj "$SUBJ/CN=Throw-away Issuing CA" -out $T/i.csr
openssl x509 -req -in $T/i.csr -CA $T/root.pem -CAkey rsa2048-1.pem -set_serial 2 -days 36500 -sha256 -extfile <(printf "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n") -out $T/issuing.pem 2>/dev/null
n=10
for k in rsa2048-3 rsa3072 rsa4096 rsa1024 p256 p384 p521 ed25519; do
 n=$((n+1))
 openssl req -new -key $k.pem -utf8 -subj "/C=VN/L=Hà Nội/O=Throw-away/CN=Nguyễn Văn A" -out $T/l.csr
 openssl x509 -req -in $T/l.csr -CA $T/issuing.pem -CAkey rsa2048-2.pem -set_serial $n -days 36500 -sha256 -extfile <(printf "keyUsage=critical,digitalSignature,nonRepudiation\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n") -out $T/$k.pem 2>/dev/null
done
cat $T/root.pem $T/issuing.pem > $T/chain.pem
exp() { o=$1; k=$2; shift 2; openssl pkcs12 -export -inkey $k.pem -in $T/$k.pem -certfile $T/chain.pem -passout pass:test -out $D/$o.p12 "$@"; }
exp new-rsa2048 rsa2048-3 -name "Nguyễn Văn A"
exp new-p256 p256
exp new-p384 p384
exp new-p521 p521
exp new-ed25519 ed25519
exp new-sha512-mac rsa2048-3 -macalg sha512 -keypbe AES-128-CBC -certpbe AES-192-CBC
exp new-rsa1024 rsa1024
exp old-rc2-40 rsa2048-3 -legacy
exp old-3des rsa2048-3 -legacy -certpbe PBE-SHA1-3DES
exp old-rc2-128 rsa2048-3 -legacy -certpbe PBE-SHA1-RC2-128 -keypbe PBE-SHA1-2DES
exp no-mac rsa2048-3 -nomac
exp plain-certificates rsa2048-3 -certpbe NONE
openssl pkcs12 -export -inkey rsa2048-3.pem -in $T/rsa2048-3.pem -passout pass: -out $D/empty-password.p12
openssl pkcs12 -export -inkey rsa2048-3.pem -in $T/rsa2048-3.pem -passout "pass:Mật khẩu 🔑" -out $D/vietnamese-password.p12
openssl pkcs12 -export -inkey rsa2048-3.pem -in $T/rsa2048-3.pem -legacy -passout "pass:Mật khẩu 🔑" -out $D/vietnamese-password-old.p12
openssl pkcs12 -export -nokeys -in $T/chain.pem -passout pass:test -out $D/no-key.p12
openssl pkcs8 -topk8 -in p256.pem -v2 aes-256-cbc -passout pass:test -out $D/pbes2-aes256.pem
openssl pkcs8 -topk8 -in p256.pem -v2 des3 -v2prf hmacWithSHA1 -passout pass:test -out $D/pbes2-3des.pem
openssl pkcs8 -topk8 -in p256.pem -v2 aes-128-cbc -v2prf hmacWithSHA512 -passout pass:test -outform DER -out $D/pbes2-aes128.der
openssl pkcs8 -topk8 -in p256.pem -scrypt -passout pass:test -out $D/pbes2-scrypt.pem
openssl pkcs8 -topk8 -in p256.pem -v1 PBE-SHA1-3DES -passout pass:test -out $D/pkcs12-3des.pem
openssl pkcs8 -topk8 -in p256.pem -v1 PBE-MD5-DES -provider legacy -provider default -passout pass:test -out $D/pbes1-md5-des.pem
openssl pkcs8 -topk8 -in p256.pem -v1 PBE-SHA1-DES -provider legacy -provider default -passout pass:test -out $D/pbes1-sha1-des.pem
for c in aes128 aes192 aes256 des3; do openssl ec -in p256.pem -$c -passout pass:test -out $D/old-pem-$c.pem 2>/dev/null; done
openssl rsa -in rsa2048-3.pem -traditional -aes256 -passout pass:test -out $D/old-pem-rsa.pem 2>/dev/null
openssl rsa -in rsa2048-3.pem -traditional -out $D/pkcs1.pem 2>/dev/null
openssl ec -in p384.pem -out $D/sec1.pem 2>/dev/null
openssl ecparam -name secp256k1 -genkey -out $T/k1.pem; openssl pkcs8 -topk8 -nocrypt -in $T/k1.pem -out $D/secp256k1.pem
openssl genpkey -algorithm ED448 -out $D/ed448.pem
openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out $D/rsa-pss.pem 2>/dev/null
cat $T/issuing.pem $T/root.pem $T/rsa2048-3.pem > $D/certificates.pem
openssl crl2pkcs7 -nocrl -certfile $D/certificates.pem -out $D/certificates-p7b.pem
openssl crl2pkcs7 -nocrl -certfile $D/certificates.pem -outform DER -out $D/certificates.p7b
openssl x509 -in $T/rsa2048-3.pem -trustout -addtrust emailProtection -out $D/trusted.pem
