//! What is listened on beside a port: TLS, and sockets in the file system.

use std::io::Read;
use std::net::{SocketAddr, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::Arc;

use rcgen::CertifiedKey;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use sigcal::http::{Listen, Serving, Tls};

use super::client::Client;
use super::community::{Running, site};

/// A certificate of its own and its key, in PEM, and in DER for who is to believe it.
fn certificate() -> (String, String, CertificateDer<'static>) {
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    (cert.pem(), signing_key.serialize_pem(), cert.der().clone())
}

/// A connection that believes one certificate, once it is agreed upon.
fn secure(
    addr: SocketAddr,
    believed: &CertificateDer<'static>,
    protocols: &[&str],
) -> Result<StreamOwned<ClientConnection, TcpStream>, std::io::Error> {
    let mut roots = RootCertStore::empty();
    roots.add(believed.clone()).expect("a certificate");
    let mut config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
    let name = ServerName::try_from("localhost").expect("a name");
    let mut connection = ClientConnection::new(Arc::new(config), name).expect("a configuration");
    let mut stream = TcpStream::connect(addr).expect("the server listens");
    while connection.is_handshaking() {
        connection.complete_io(&mut stream)?;
    }
    Ok(StreamOwned::new(connection, stream))
}

#[test]
fn https_speaks_with_the_newest_certificate_and_offers_http_2() {
    let (pem, key, der) = certificate();
    let tls = Tls::new(pem.as_bytes(), key.as_bytes()).expect("a pair");
    let any = Listen::Https("127.0.0.1:0".parse().expect("a test's own address"));
    let running = Running::on(&[any], Some(tls.clone()), site(None), Serving::default());
    let addresses: Vec<Listen> =
        running.server.iter().flat_map(|server| server.addresses().cloned()).collect();
    let addr = addresses[1].addr().expect("an address");
    let mut plain = Client::new(running.addr).get("/sig-node.ics");
    let before = secure(addr, &der, &["http/1.1"]).expect("TLS");
    let mut client = Client::over(before);
    assert_eq!(client.get("/sig-node.ics"), plain);
    let alpn = |protocols: &[&str]| {
        let stream = secure(addr, &der, protocols).expect("TLS");
        stream.conn.alpn_protocol().map(<[u8]>::to_vec)
    };
    assert_eq!(alpn(&["http/1.1", "h2"]).as_deref(), Some(&b"h2"[..]));
    assert_eq!(alpn(&[]), None);
    // A page links to what it was asked for by.
    let page = client.get("/groups?lang=en");
    assert!(page.text().contains("webcal://calendar.example.org/sig-node.ics"), "{}", page.text());

    let (pem, key, newer) = certificate();
    tls.renew(b"no certificate", key.as_bytes()).expect_err("it is none");
    tls.renew(pem.as_bytes(), certificate().1.as_bytes()).expect_err("another's key");
    assert!(secure(addr, &der, &[]).is_ok(), "the one from before stays");
    tls.renew(pem.as_bytes(), key.as_bytes()).expect("a pair");
    plain = client.get("/sig-node.ics");
    assert_eq!(plain.status, 200, "what is open goes on");
    assert!(secure(addr, &der, &[]).is_err(), "new connections do not believe the old one");
    assert_eq!(Client::over(secure(addr, &newer, &[]).expect("TLS")).get("/sig-node.ics"), plain);
}

#[test]
fn who_speaks_no_tls_where_it_is_spoken_is_not_answered() {
    let (pem, key, _) = certificate();
    let tls = Tls::new(pem.as_bytes(), key.as_bytes()).expect("a pair");
    let any = Listen::Https("127.0.0.1:0".parse().expect("a test's own address"));
    let running = Running::on(&[any], Some(tls), site(None), Serving::default());
    let addresses: Vec<Listen> =
        running.server.iter().flat_map(|server| server.addresses().cloned()).collect();
    let mut client = Client::new(addresses[1].addr().expect("an address"));
    client.send("GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n");
    let mut alert = [0; 1];
    client.reader.read_exact(&mut alert).expect("an alert");
    assert_eq!(alert, [21], "TLS's alert (RFC 8446 5.1)");
    assert_eq!(Client::new(running.addr).get("/readyz").status, 200);
}

#[test]
fn a_socket_in_the_file_system_answers_as_a_port_does() {
    let path = std::env::temp_dir().join(format!("sigcal-http-{}", std::process::id()));
    let running = Running::on(&[Listen::Unix(path.clone())], None, site(None), Serving::default());
    let mut there = Client::over(UnixStream::connect(&path).expect("it is listened on"));
    let mut here = Client::new(running.addr);
    for target in ["/sig-node.ics", "/all.ics?lang=zh", "/nothing"] {
        assert_eq!(there.get(target), here.get(target), "{target}");
    }
    drop(running);
    assert!(!path.exists(), "it goes with the server");
}
