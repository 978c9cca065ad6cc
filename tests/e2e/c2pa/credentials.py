"""Signs photos and reads their Content Credentials: `credentials.py FOLDER`, with a JSON array of commands on stdin.

A command is {"sign": file, "to": file, "remote": URL (optional)}, {"edit": file, "source": file, "manifest": object, "to": file},
which uses the `sign` function in recipe.py, or {"read": file}. Prints a JSON array with the result of
each read command, or null if the file has no manifest.
"""

import datetime
import json
import os
import sys

from c2pa import Builder, C2paError, C2paSignerInfo, Context, Reader, Signer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

TYPES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".avif": "image/avif",
}
NOW = datetime.datetime.now(datetime.timezone.utc)


def mime(path):
    return TYPES[os.path.splitext(path)[1]]


def name(text):
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tests"), x509.NameAttribute(NameOID.COMMON_NAME, text)]
    )


def certificate(subject, key, issuer, issuer_key, authority):
    """Creates a certificate that meets the C2PA rules: a signing certificate must not be a CA."""
    usage = dict.fromkeys(
        "content_commitment key_encipherment data_encipherment key_agreement encipher_only decipher_only".split(), False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - datetime.timedelta(days=1))
        .not_valid_after(NOW + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, **usage),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if not authority:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
    return builder.sign(issuer_key, hashes.SHA256())


def make_signer():
    """Creates an ES256 signer with a new certificate from a new test CA."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = certificate(name("Root"), root_key, name("Root"), root_key, authority=True)
    leaf = certificate(name("Camera"), key, name("Root"), root_key, authority=False)
    chain = b"".join(each.public_bytes(serialization.Encoding.PEM) for each in (leaf, root))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Signer.from_info(C2paSignerInfo("es256", chain, private, None))


def sign(signer, source, target, remote=None):
    manifest = {
        "claim_generator_info": [{"name": "tests", "version": "1"}],
        "format": mime(source),
        "title": os.path.basename(source),
        "assertions": [
            {
                "label": "c2pa.actions",
                "data": {
                    "actions": [
                        {
                            "action": "c2pa.created",
                            "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
                        }
                    ]
                },
            }
        ],
    }
    with Builder(manifest) as builder:
        if remote:
            builder.set_no_embed()
            builder.set_remote_url(remote)
        with open(source, "rb") as photo, open(target, "w+b") as signed:
            builder.sign(signer, mime(source), photo, signed)


def read(path, context):
    """Reads the validation state of a file and its failure codes. Returns None if the file has no manifest."""
    try:
        with open(path, "rb") as photo:
            reader = Reader.try_create(mime(path), photo, context=context)
            if reader is None:
                return None
            with reader:
                store = json.loads(reader.json())
    except C2paError as error:
        return {"state": "elsewhere" if str(error).startswith("Remote:") else "unreadable", "failures": [str(error)]}
    active = store.get("validation_results", {}).get("activeManifest", {})
    found = {"state": store["validation_state"], "failures": [each["code"] for each in active.get("failure", [])]}
    manifest = store["manifests"][store["active_manifest"]]
    actions = [
        [action["action"], action.get("digitalSourceType")]
        for assertion in manifest["assertions"]
        if assertion["label"].startswith("c2pa.actions")
        for action in assertion["data"]["actions"]
    ]
    # Only edited photos have ingredients.
    ingredients = [[each["relationship"], "active_manifest" in each] for each in manifest.get("ingredients", [])]
    return {**found, "actions": actions, "ingredients": ingredients} if ingredients else found


def edit(signer, command):
    """Signs an edited photo with the recipe in the guide."""
    sys.path.insert(0, os.getcwd())
    from recipe import sign as sign_edited

    with open(command["edit"], "rb") as photo, open(command["source"], "rb") as source:
        signed = sign_edited(signer, photo.read(), command["manifest"], source.read())
    with open(command["to"], "wb") as target:
        target.write(signed)


def main():
    # Readers do not trust the test CA. Remote manifests are not fetched.
    context = Context.from_dict({"verify": {"verify_trust": False, "remote_manifest_fetch": False}})
    os.chdir(sys.argv[1])
    signer = make_signer()
    results = []
    for command in json.load(sys.stdin):
        if "read" in command:
            results.append(read(command["read"], context))
        elif "edit" in command:
            edit(signer, command)
        else:
            sign(signer, command["sign"], command["to"], command.get("remote"))
    json.dump(results, sys.stdout)


main()
