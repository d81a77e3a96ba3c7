function FindProxyForURL(url, host) {
    var ip = dnsResolve(host);
    if (!isResolvable(host)) return "PROXY unresolved.lab.example:3128";
    if (isInNet(host, "10.0.0.0", "255.0.0.0")) return "DIRECT";
    if (isInNet(host, "172.16.0.0", "255.240.0.0")) return "PROXY b.lab.example:3128";
    if (isInNet(host, "192.168.7.0", "255.255.255.0")) return "PROXY c.lab.example:3128";
    if (isInNet(host, "192.168.0.0", "255.255.0.0")) return "SOCKS s.lab.example:1080";
    if (isInNet(ip, "203.0.113.9", "255.255.255.255")) return "HTTPS one.lab.example:443";
    if (isInNet(host, "203.0.113.77", "255.255.255.192")) return "PROXY quarter.lab.example:3128";
    return "PROXY " + ip.replace(/\./g, "-") + ".via.lab.example:3128";
}
