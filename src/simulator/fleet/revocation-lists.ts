/** Lists of revoked certificates; the keys behind them were thrown away. */

/** Holds to 2060. */
export const CURRENT_CRL = `-----BEGIN X509 CRL-----
MIG/MGgCAQEwCgYIKoZIzj0EAwIwIDEeMBwGA1UEAwwVUXVpbGxtYXJzaCBJc3N1
aW5nIENBFw0yMDAxMDEwMDAwMDBaGA8yMDYwMDEwMTAwMDAwMFowFTATAgID6BcN
MjAwMTAxMDAwMDAwWjAKBggqhkjOPQQDAgNHADBEAiBPlbQKlgQ1eC2CJWI2F7yo
K/LHTzW6gD+Ca7GKX9JndwIgAr1lhrK7czHXfZWTOAq5dxFX9g2UtqmB9obNSPPv
Yfg=
-----END X509 CRL-----
`;

/** Was to be followed by another on 1 June 2025. */
export const EXPIRED_CRL = `-----BEGIN X509 CRL-----
MIG9MGYCAQEwCgYIKoZIzj0EAwIwIDEeMBwGA1UEAwwVUXVpbGxtYXJzaCBJc3N1
aW5nIENBFw0yMDAxMDEwMDAwMDBaFw0yNTA2MDEwMDAwMDBaMBUwEwICA+gXDTIw
MDEwMTAwMDAwMFowCgYIKoZIzj0EAwIDRwAwRAIgDxQbpaWCdDtMSKwf9Dpnzlvj
pAbZ1GyaIaAAhsr7EYACIAEIfYE53xwy0aQQIuMHaxv/UoliPPKWmq5aCTG3etNW
-----END X509 CRL-----
`;
