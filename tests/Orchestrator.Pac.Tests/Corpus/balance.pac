// Spreads clients over proxies by a sum over the address, as large sites do.
var farm = ["a", "b", "c", "d"];
function hash(text) { var h = 0; for (var i = 0; i < text.length; i++) h = (h * 31 + text.charCodeAt(i)) & 0x7fffffff; return h; }
function chain(start) { var out = []; for (var i = 0; i < farm.length; i++) out.push("PROXY " + farm[(start + i) % farm.length] + ".farm.example:8080"); return out.join("; "); }
function FindProxyForURL(url, host) {
    var ip = myIpAddress();
    if (isInNet(ip, "10.20.0.0", "255.255.0.0") && shExpMatch(host, "*.near.example")) return "DIRECT";
    if (isInNet(ip, "10.99.0.0", "255.255.0.0")) return "PROXY elsewhere:1";
    return chain(hash(host) % farm.length) + (url.substring(0, 5) == "ftp:/" ? "" : "; DIRECT");
}
