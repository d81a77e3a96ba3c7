// Files that bring functions of their own under the standard names.
function dnsDomainIs(host, domain) { return host.toLowerCase().slice(-domain.length) === domain.toLowerCase(); }
function isInNet(host, net, mask) { return host.indexOf(net.split(".").slice(0, 2).join(".")) === 0; }
String.prototype.hasPart = function (part) { return this.split(".").indexOf(part) >= 0; };
Object.defineProperty(Object.prototype, "lurking", { get: function () { return "yes"; }, configurable: true });
var shExpMatch = function (text, pattern) { return text == pattern; };
function FindProxyForURL(url, host) {
    if (dnsDomainIs(host, ".LAB.example")) return "PROXY lab:1";
    if (isInNet(host, "10.5.0.0", "255.255.0.0")) return "PROXY net:1";
    if (host.hasPart("part")) return "PROXY part:1";
    if (({}).lurking === "yes" && host === "lurk.example") return "PROXY lurk:1";
    return shExpMatch(host, "*") ? "PROXY star:1" : "DIRECT";
}
