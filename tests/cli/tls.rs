//! A certificate in files, which are replaced while the server runs.

use std::fs;

use super::program::{Serving, folder, sigcal};

#[test]
fn a_certificate_is_read_anew_when_its_files_change() {
    let folder = folder("tls");
    let write = |name: &str, text: &str| {
        let beside = folder.join("new");
        fs::write(&beside, text).expect("the build's folder can be written");
        fs::rename(beside, folder.join(name)).expect("the build's folder can be written");
        folder.join(name).display().to_string()
    };
    let made = || {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        (made.cert.pem(), made.signing_key.serialize_pem())
    };
    let (pem, key) = made();
    let (certificate, key_file) = (write("cert.pem", &pem), write("key.pem", &key));
    let arguments =
        ["--listen", "tls:127.0.0.1:0", "--tls-certificate", &certificate, "--tls-key", &key_file];
    let mut serving = Serving::start(&arguments, &[]);
    assert!(serving.said.contains(", https://127.0.0.1:"), "{}", serving.said);
    write("cert.pem", &made().0);
    let why = serving.says("still used");
    assert!(why.contains("cert.pem: the certificate and the key are no pair"), "{why}");
    let (pem, key) = made();
    write("cert.pem", &pem);
    write("key.pem", &key);
    serving.says("cert.pem anew");
    let broken = write("broken.pem", "-----BEGIN CERTIFICATE-----\n");
    let outcome = sigcal(&["serve", "--tls-certificate", &broken, "--tls-key", &key_file]);
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.err.contains("broken.pem: it holds no certificate"), "{}", outcome.err);
}
