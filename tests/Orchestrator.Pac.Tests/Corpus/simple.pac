// The example that every handbook begins with.
function FindProxyForURL(url, host) {
    if (isPlainHostName(host) || dnsDomainIs(host, ".lab.example"))
        return "DIRECT";
    if (localHostOrDomainIs(host, "www.partner.example"))
        return "PROXY partner-proxy.lab.example:8080";
    if (dnsDomainLevels(host) > 3)
        return "PROXY deep.lab.example:3128; DIRECT";
    return "PROXY proxy1.lab.example:3128; PROXY proxy2.lab.example:3128";
}
